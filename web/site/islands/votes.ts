document.documentElement.dataset["x"] = "votes";
