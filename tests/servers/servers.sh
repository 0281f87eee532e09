# Real servers for the tests, on free ports of this machine, gone when the caller ends. Sourced by ./dev.
# Each start_… provides what tests look for (CHS_TEST_…). Where its programs are missing it provides nothing,
# and the tests that need it are skipped and say so.

servers_folder=

server_folder() { mkdir -p "$servers_folder/$1"; echo "$servers_folder/$1"; }

# begin_servers <postgres|engine|rabbit|s3|chromium …>: starts them at once, each in a process of its own.
begin_servers() {
  local server
  servers_folder=$(mktemp -d /tmp/chs-servers.XXXXXX)
  chmod 755 "$servers_folder"
  : >"$servers_folder/variables"
  starting=()
  for server in "$@"; do
    if declare -F "start_$server" >/dev/null; then "start_$server" >&2 & starting+=($!); fi
  done
}

# Waits until they listen, and exports what they provide.
await_servers() {
  local start
  for start in "${starting[@]}"; do wait "$start" || say "A server didn't start."; done
  . "$servers_folder/variables"
}

provide() { printf 'export %q\n' "$@" >>"$servers_folder/variables"; }

pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

# install_missing <postgres|engine|rabbit|s3|chromium …>: installs their Debian packages. Without root it names them,
# and the suites skip loudly.
install_missing() {
  local missing=()
  for need in "$@"; do
    case "$need" in
      postgres) [ -n "${CHS_TEST_POSTGRES:-}" ] || [ -n "$(pg_bin)" ] || missing+=(postgresql) ;;
      chromium) [ -n "${CHS_TEST_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || missing+=(chromium) ;;
      engine)
        [ -z "${CHS_TEST_DOCKER:-}" ] || continue
        have dockerd && have runc || missing+=(docker.io runc)
        have mmdebstrap || missing+=(mmdebstrap)
        have curl || missing+=(curl) ;;
      rabbit) [ -n "${CHS_TEST_RABBIT:-}" ] || [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server) ;;
      s3) [ -n "${CHS_TEST_S3:-}" ] || have radosgw || missing+=(ceph-mon ceph-osd radosgw ceph-common) ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" = 0 ] && have apt-get; then
    say "Installing ${missing[*]} for the tests …"
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/tmp/chs-apt.log 2>&1; then
      tail -5 /tmp/chs-apt.log >&2; say "MISSING: ${missing[*]} could not be installed; the suites that need them are skipped."
    fi
  else
    say "MISSING: ${missing[*]}. The suites that need them are skipped. Install with: apt-get install --no-install-recommends ${missing[*]}"
  fi
}

# A free port below those that the system gives to outgoing connections: one of these could take it before the server does.
free_port() {
  node -e '
    const seek = () => {
      const port = 10000 + require("crypto").randomInt(20000);
      const server = require("net").createServer().on("error", seek);
      server.listen(port, "0.0.0.0", () => server.close(() => console.log(port)));
    };
    seek();'
}

wait_for() {  # wait_for <seconds> <what> <command …>
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { echo "$what doesn't start." >&2; return 1; }
    sleep 0.2
  done
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A throw-away PostgreSQL. Tests need no durable commits; postgres_fsync=on makes them so.
start_postgres() {
  [ -z "${CHS_TEST_POSTGRES:-}" ] || return 0
  local bin; bin=$(pg_bin); [ -n "$bin" ] || return 0
  local fsync=${postgres_fsync:-off} more=
  # To count statements: only where it is asked for, and where the server brings it.
  [ "$fsync" = off ] || [ ! -e "$(dirname "$bin")/lib/pg_stat_statements.so" ] || more="-c shared_preload_libraries=pg_stat_statements"
  local run; run=$(server_folder postgres)
  local port; port=$(free_port) as=()
  if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
    chown postgres "$run"; as=(runuser -u postgres --)
  fi
  (
    set -e
    cd "$run"
    "${as[@]}" "$bin/initdb" -A trust --no-sync -U chs -E UTF8 --locale=C.UTF-8 -D "$run/data"
    "${as[@]}" "$bin/pg_ctl" -D "$run/data" -w -s -l "$run/server.log" \
      -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$run -c fsync=$fsync -c max_connections=200 -c shared_buffers=256MB $more" start
  ) >"$run/out" 2>&1 || { say "PostgreSQL doesn't start:"; tail -5 "$run/out" >&2; return 1; }
  provide "CHS_TEST_POSTGRES=Host=127.0.0.1;Port=$port;Username=chs;Database=postgres"
}

# A container engine without networks: enough, for builds have none. Its data stay between runs: the base image is costly.
start_engine() {
  [ -z "${CHS_TEST_DOCKER:-}" ] || return 0
  have dockerd && [ "$(id -u)" = 0 ] || return 0
  local run; run=$(server_folder engine)
  local data=${CHS_TEST_ENGINE_DATA:-/var/tmp/chs-test-engine}; mkdir -p "$data"
  dockerd --data-root "$data" --exec-root "$run/exec" --pidfile "$run/pid" -H "unix://$run/docker.sock" \
    --iptables=false --ip6tables=false --bridge=none --storage-driver=overlay2 >"$run/log" 2>&1 &
  wait_for 30 "The container engine" curl -sf --unix-socket "$run/docker.sock" http://engine/_ping || { tail -5 "$run/log" >&2; return 0; }
  export DOCKER_HOST="unix://$run/docker.sock"
  make_base_image || return 0
  provide "DOCKER_HOST=$DOCKER_HOST" "CHS_TEST_DOCKER=$DOCKER_HOST" CHS_TEST_BASE_IMAGE=chs-test-node CHS_TEST_DEBIAN=chs-test-debian:bookworm
}

# The base image for Node.js 20 by our own recipe, on Debian as it is installed here: there may be no hub. The engine keeps
# each step, so a worker that makes the same image in a test has it in a second.
make_base_image() {
  local debian=chs-test-debian:bookworm work; work=$(server_folder image)
  docker image inspect "$debian" >/dev/null 2>&1 || say "Making the base image for builds (once) …"
  (
    set -e
    docker image inspect "$debian" >/dev/null 2>&1 || {
      mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$work/root.tar"
      docker import "$work/root.tar" "$debian"
    }
    cp -r "$root/deploy/runner-images" "$work/context"
    cp /etc/ssl/certs/ca-certificates.crt "$work/context/ca.crt"
    DOCKER_BUILDKIT=0 docker build --network host --build-arg "BASE=$debian" -f "$work/context/node-20.Dockerfile" -t chs-test-node "$work/context"
  ) >"$work/log" 2>&1 || { say "The base image can't be made:"; tail -5 "$work/log" >&2; return 1; }
  rm -rf "$work"
}

start_rabbit() {
  [ -z "${CHS_TEST_RABBIT:-}" ] || return 0
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && [ "$(id -u)" = 0 ] || return 0
  systemctl stop rabbitmq-server >/dev/null 2>&1 || true
  local run; run=$(server_folder rabbit); echo '[].' >"$run/plugins"
  chown -R rabbitmq "$run"
  local port dist epmd; port=$(free_port); dist=$(free_port); epmd=$(free_port)
  echo "$epmd" >"$run/epmd"
  cat >"$run/run" <<RUN
#!/bin/bash
# Starts the broker, also after it was killed: its data are where they were.
cd "$run"
exec runuser -u rabbitmq -- env HOME="$run" RABBITMQ_NODENAME=chs-test@localhost RABBITMQ_NODE_PORT=$port RABBITMQ_DIST_PORT=$dist RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
  RABBITMQ_MNESIA_BASE="$run/data" RABBITMQ_LOG_BASE="$run/log" RABBITMQ_ENABLED_PLUGINS_FILE="$run/plugins" RABBITMQ_PID_FILE="$run/pid" \
  ERL_EPMD_PORT=$epmd ERL_EPMD_ADDRESS=127.0.0.1 /usr/lib/rabbitmq/bin/rabbitmq-server
RUN
  chmod 755 "$run/run"
  echo "$port" >"$run/port"
  "$run/run" >"$run/out" 2>&1 &
  wait_for 60 "RabbitMQ" listens "$port" || { tail -5 "$run/out" >&2; return 0; }
  provide "CHS_TEST_RABBIT=amqp://guest:guest@127.0.0.1:$port/"
}

# Starts our broker again where it has ended, and shows its last words: hundreds of tests would only time out.
revive_rabbit() {
  local run=$servers_folder/rabbit
  [ -f "$run/port" ] || return 0
  ! listens "$(cat "$run/port")" || return 0
  say "The broker has ended. It wrote:"
  tail -5 "$run/out" >&2
  tail -n 20 "$run"/log/*.log >&2 || true
  dmesg 2>/dev/null | grep -i "killed process" | tail -3 >&2 || true
  "$run/run" >"$run/out" 2>&1 &
  wait_for 60 "RabbitMQ" listens "$(cat "$run/port")" || tail -5 "$run/out" >&2
}

# Ceph's gateway with everything in memory: S3 with real signatures.
start_s3() {
  [ -z "${CHS_TEST_S3:-}" ] || return 0
  have radosgw && have ceph-osd && [ "$(id -u)" = 0 ] || return 0
  local run fsid mon port; run=$(server_folder s3); fsid=$(cat /proc/sys/kernel/random/uuid); mon=$(free_port); port=$(free_port)
  mkdir -p "$run/mon" "$run/osd" "$run/run" "$run/log"
  cat >"$run/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = v2:127.0.0.1:$mon/0
public addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
run dir = $run/run
pid file = $run/run/\$type.\$id.pid
admin socket = $run/run/\$type.\$id.asok
log file = $run/log/\$type.\$id.log
[mon]
mon data = $run/mon
mon initial members = a
mon data avail crit = 1
mon data avail warn = 2
[osd]
osd data = $run/osd
osd objectstore = memstore
memstore device bytes = 2147483648
[client.rgw.a]
ms mon client mode = crc
rgw frontends = beast endpoint=127.0.0.1:$port
rgw dns name = localhost
CONF
  (
    set -e
    export CEPH_CONF=$run/ceph.conf
    monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon]" "$run/monmap"
    ceph-mon --mkfs -i a --monmap "$run/monmap"
    ceph-mon -i a
    osd=$(timeout 30 ceph osd create)
    ceph-osd -i "$osd" --mkfs
    timeout 30 ceph osd crush add "osd.$osd" 1 root=default host=localhost
    ceph-osd -i "$osd"
    wait_for 60 "Ceph's store" sh -c 'timeout 10 ceph osd stat | grep -q "1 up"'
    radosgw -n client.rgw.a
    wait_for 60 "Ceph's gateway" listens "$port"
    timeout 60 radosgw-admin user create --uid=chs --display-name=chs --access-key=chs-test-access --secret-key=chs-test-secret-that-nobody-may-find --ms-mon-client-mode=crc
  ) >"$run/out" 2>&1 || { say "The S3 server doesn't start:"; tail -5 "$run/out" >&2; return 0; }
  provide "CHS_TEST_S3=http://127.0.0.1:$port" CHS_TEST_S3_ACCESS=chs-test-access CHS_TEST_S3_SECRET=chs-test-secret-that-nobody-may-find
}

stop_servers() {
  [ -n "$servers_folder" ] && [ -d "$servers_folder" ] || return 0
  local pid file pids=()
  # What is still starting has no process id yet.
  for pid in "${starting[@]}"; do wait "$pid" 2>/dev/null || true; done
  for file in "$servers_folder"/engine/pid "$servers_folder"/rabbit/pid "$servers_folder"/s3/run/*.pid; do
    [ ! -f "$file" ] || pids+=("$(cat "$file")")
  done
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  # Its own word for: at once, nothing is needed any more.
  file=$servers_folder/postgres/data/postmaster.pid
  if [ -f "$file" ]; then pid=$(head -1 "$file"); kill -QUIT "$pid" 2>/dev/null || true; pids+=("$pid"); fi
  for pid in "${pids[@]}"; do
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  done
  pkill -f "epmd.*$servers_folder" 2>/dev/null || true
  file=$servers_folder/rabbit/epmd
  [ ! -f "$file" ] || ERL_EPMD_PORT=$(cat "$file") epmd -kill >/dev/null 2>&1 || true
  remove_servers_folder
  servers_folder=
}

# What stays behind doesn't make tests fail that have passed. An engine that was killed leaves its mounts (network namespaces).
remove_servers_folder() {
  awk -v folder="$servers_folder/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l || true
  rm -rf "$servers_folder" || say "$servers_folder can't be removed and stays"
}
