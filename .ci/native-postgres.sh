#!/usr/bin/env bash
# A private native Postgres with pgvector, for the tests and benchmarks that must run on what production runs on.
#
#   eval "$(bash .ci/native-postgres.sh)"   starts it (or finds it running) and exports NATIVE_DATABASE_URL
#   bash .ci/native-postgres.sh stop        stops it and deletes its data
#
# Progress goes to stderr, only the export line to stdout. Where this is not Debian, not root or has no network, it
# says why on stderr, prints nothing and exits 0: the tests that need it then skip with the same reason.
# Nothing of the machine's own Postgres is touched: own folder, own port, own apt lists for the one source package.
set -euo pipefail

home=${FIRSTLINE_NATIVE_DIR:-/var/lib/firstline-native}
data=$home/data
log=/dev/null
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

say() { echo "native postgres: $*" >&2; }
skip() { say "skipped: $*"; if [ -s "$log" ]; then tail -n 5 "$log" >&2; fi; exit 0; }
as_postgres() { (cd / && runuser -u postgres -- "$@"); }
quiet_apt() { apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=30 -o Dpkg::Use-Pty=0 "$@" >>"$log" 2>&1; }

# The newest server on this machine, 15 or later; empty when there is none.
newest_version() {
  local version newest=""
  for version in $(ls /usr/lib/postgresql 2>/dev/null | sort -n); do
    if [ "$version" -ge 15 ] && [ -x "/usr/lib/postgresql/$version/bin/initdb" ]; then newest=$version; fi
  done
  echo "$newest"
}

install_server() {
  say "installing the server from the distribution"
  quiet_apt update || skip "the package lists cannot be fetched"
  quiet_apt install -y --no-install-recommends postgresql || skip "the package postgresql cannot be installed"
}

# The mirror this machine already uses for Debian's main archive.
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL) $(COMPONENT)' 'Identifier: Packages' |
    awk '$2 == "Debian" && $3 == "Debian" && $4 == "main" { print $1; exit }'
}

# Debian stable has had a source package of pgvector since trixie; it builds against the server of the release before.
fetch_source() {
  local mirror=$1 keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  mkdir -p "$home/apt/lists/partial" "$home/apt/parts"
  echo "deb-src [signed-by=$keyring] $mirror trixie main" >"$home/apt/sources.list"
  local options=(-o "Dir::Etc::sourcelist=$home/apt/sources.list" -o "Dir::Etc::sourceparts=$home/apt/parts"
    -o "Dir::State::lists=$home/apt/lists" -o APT::Sandbox::User=root)
  quiet_apt "${options[@]}" update || return 1
  rm -rf "$home/source" && mkdir -p "$home/source"
  (cd "$home/source" && quiet_apt "${options[@]}" source pgvector) || return 1
}

build_pgvector() {
  local version=$1 mirror
  say "building pgvector for Postgres $version"
  quiet_apt update || skip "the package lists cannot be fetched"
  if quiet_apt install -y --no-install-recommends "postgresql-$version-pgvector"; then return; fi
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || skip "no Debian mirror among the machine's package sources"
  quiet_apt install -y --no-install-recommends "postgresql-server-dev-$version" dpkg-dev gcc make libc6-dev ||
    skip "the packages to build pgvector cannot be installed"
  fetch_source "$mirror" || skip "the source package of pgvector cannot be fetched"
  # OPTFLAGS is emptied so that the library also runs on another processor; with_llvm would want clang.
  make -C "$home"/source/pgvector-*/ -s -j2 OPTFLAGS="" with_llvm=no \
    PG_CONFIG="/usr/lib/postgresql/$version/bin/pg_config" install >>"$log" 2>&1 || skip "pgvector does not build here"
  rm -rf "$home/source"
}

free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 50); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port" && return; fi
  done
  say "no free port found" && return 1
}

# fsync stays on: the kill tests prove nothing without it.
start_cluster() {
  local bin=$1 port
  as_postgres "$bin/initdb" -D "$data" --auth=trust --encoding=UTF8 --locale=C.UTF-8 --username=postgres >>"$log"
  cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = on
CONF
  port=$(free_port)
  echo "port = $port" >>"$data/postgresql.conf"
  as_postgres "$bin/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 start </dev/null >>"$log"
}

is_running() { [ -f "$data/postmaster.pid" ] && as_postgres "$1/pg_ctl" -D "$data" status >/dev/null 2>&1; }

start() {
  local version bin
  [ -r /etc/debian_version ] && command -v apt-get >/dev/null || skip "this is not Debian"
  [ "$(id -u)" = 0 ] || skip "installing packages needs root"
  log=$home/setup.log
  mkdir -p "$home" && chmod 755 "$home"
  version=$(newest_version)
  if [ -z "$version" ]; then install_server && version=$(newest_version); fi
  [ -n "$version" ] || skip "the distribution's Postgres is older than 15"
  [ -f "/usr/share/postgresql/$version/extension/vector.control" ] || build_pgvector "$version"
  bin=/usr/lib/postgresql/$version/bin
  if ! is_running "$bin"; then
    say "starting a private Postgres $version"
    rm -rf "$data"
    install -d -o postgres -g postgres -m 700 "$data"
    start_cluster "$bin"
  fi
  # The fourth line of the pid file is the port that this server really has.
  echo "export NATIVE_DATABASE_URL=postgres://postgres@127.0.0.1:$(sed -n 4p "$data/postmaster.pid")/postgres"
}

stop() {
  local version
  version=$(newest_version)
  if [ -n "$version" ] && is_running "/usr/lib/postgresql/$version/bin"; then
    as_postgres "/usr/lib/postgresql/$version/bin/pg_ctl" -D "$data" -m fast -w stop >&2
  fi
  rm -rf "$data"
}

case "${1:-start}" in
  start) start ;;
  stop) stop ;;
  *) say "unknown command $1 (start or stop)" && exit 2 ;;
esac
