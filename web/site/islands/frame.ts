document.documentElement.dataset["x"] = "frame";
