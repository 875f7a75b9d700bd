document.documentElement.dataset["x"] = "article";
