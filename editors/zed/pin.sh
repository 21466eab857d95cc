#!/bin/sh
# Tells extension.toml where Zed finds the grammar: in this clone, at its present commit, or at the address that is given
# (`sh pin.sh https://...`), at the same commit. Zed fetches a grammar by address and commit only.
set -eu
cd "$(dirname "$0")"
address=${1:-file://$(git rev-parse --show-toplevel)}
commit=$(git rev-parse HEAD)
if ! git cat-file -e "$commit:editors/tree-sitter-scene/src/parser.c" 2>/dev/null; then
    echo "pin.sh: commit $commit holds no editors/tree-sitter-scene/src/parser.c" >&2
    exit 1
fi
case $address in
*[\|\&\\\"]*)
    echo "pin.sh: $address cannot be written into extension.toml: it holds one of | & \\ \"" >&2
    exit 1
    ;;
esac
sed -e "s|^repository = \"[^\"]*\".*|repository = \"$address\"|" -e "s|^rev = .*|rev = \"$commit\"|" extension.toml >extension.toml.new
mv extension.toml.new extension.toml
echo "extension.toml: $address at $commit"
