#!/bin/sh
# Says which tests were skipped for want of a program. Where CI is set, that is a failure, but for Firefox,
# which stands beside Chromium, and for the engines of tests/test_stores.py: these come from three registries, and one
# that does not answer is no fault of ours.
python=${1:-.venv/bin/python}
missing=
engines=
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
if ! command -v firefox-esr >/dev/null && ! command -v firefox >/dev/null
then
  engines="$engines
  NOT TESTED: the graph page in Firefox. There is none (apt install firefox-esr)."
fi
if ! command -v virtuoso-t >/dev/null || ! command -v isql-vt >/dev/null
then
  engines="$engines
  NOT TESTED: loads and queries in Virtuoso. There is no virtuoso-t (make engines)."
fi
if ! command -v java >/dev/null || [ ! -e "${JARS:-/usr/share/java}/jena-cmds.jar" ]
then
  engines="$engines
  NOT TESTED: exports, queries and shapes in Apache Jena. There is no java or no Jena (make engines)."
fi
if ! command -v serdi >/dev/null
then
  engines="$engines
  NOT TESTED: exports in Serd. There is no serdi (make engines)."
fi
for engine in oxigraph_server:'loads and queries in the Oxigraph server' node:'exports and queries in Comunica and N3.js'
do
  PYTHONPATH=tests "$python" -c "import sys, engines.${engine%%:*} as e; sys.exit(not e.available())" 2>/dev/null || engines="$engines
  NOT TESTED: ${engine#*:}. They are not installed (make engines)."
done
[ -z "$missing$engines" ] && exit 0
printf '\n!! Some checks could not be made on this machine:%s%s\n' "$missing" "$engines"
[ -z "$CI" ] || [ -z "$missing" ]
