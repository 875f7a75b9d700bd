/** For when our own templates fail: says so without them. */
export const PLAIN_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Not available right now</title>
  </head>
  <body>
    <h1>This page is not available right now</h1>
    <p>Something went wrong on our side. Please try again in a minute.</p>
    <p><a href="/ask">Ask a question</a></p>
  </body>
</html>
`;

export const PLAIN_NOT_FOUND = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Not found</title>
  </head>
  <body>
    <h1>This page does not exist</h1>
    <p><a href="/">To the help center</a></p>
  </body>
</html>
`;
