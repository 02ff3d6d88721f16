#!/bin/sh
# Says which tests were skipped for want of a program of the system; where CI is set, that is a failure.
missing=
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null
then
  missing="$missing
  NOT TESTED: the graph page in a browser. There is no chromium (apt install chromium)."
fi
if ! command -v rapper >/dev/null
then
  missing="$missing
  NOT TESTED: the Turtle files in a third parser. There is no rapper (apt install raptor2-utils)."
fi
[ -z "$missing" ] && exit 0
printf '\n!! Some checks could not be made on this machine:%s\n' "$missing"
[ -z "$CI" ]
