document.documentElement.dataset["x"] = "search-page";
