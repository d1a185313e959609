#!/bin/bash
# Sets up three hosts as docs/operations.md says, with the commands that stand there, and then breaks them in the ways that it
# names: each host in a network namespace of its own (a switch and three cables), a PostgreSQL of its own on a fourth.
#   bench/three-hosts.sh [SECTION...|keep]       (as root; needs iproute2, nftables, postgresql, curl and the AWS CLI)
# Sections, all by default: faults tokens leaving backup certificates; "commands" is all but the first. "keep" only sets the
# hosts up and waits. It says what it saw, ends with a table of that, a line for each failure, and with 1 at the first surprise. Waits are
# HEARTH_PATIENCE (4) times as long as the document says, because the machine may be busy; what is shown was measured.
set -euo pipefail
sections=${*:-faults commands}
cd "$(dirname "$0")/.."
root=$PWD
document=$root/docs/operations.md
for tool in ip nft nsenter curl aws python3; do
    command -v $tool > /dev/null || { echo "three-hosts: $tool is missing"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "three-hosts: network namespaces need root"; exit 77; }
postgres=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1)
[ -n "$postgres" ] || { echo "three-hosts: PostgreSQL is missing"; exit 77; }
./hearth --help > /dev/null

work=$(mktemp -d "${TMPDIR:-/tmp}/hearth-three.XXXXXX")
chmod 711 "$work"
space=hearth-three-$$-
network=10.77.0
declare -A data=([1]=A [2]=B [3]=B)
server=

clean() {
    set +e
    for n in 1 2 3; do
        pid=$(pid $n)
        if [ -n "$pid" ] && grep -qsa java "/proc/$pid/comm"; then
            kill -CONT "$pid" 2> /dev/null
            at $n ./hearth down --data "${data[$n]}" > /dev/null 2>&1 || kill -9 "$pid" 2> /dev/null
        fi
    done
    for extra in "$work"/3/[CDE]/hearth.lock; do
        pid=$(sed -n 's/^pid=//p' "$extra" 2> /dev/null)
        if [ -n "$pid" ] && grep -qsa java "/proc/$pid/comm"; then at 3 ./hearth down --data "$(dirname "$extra")"; fi
    done > /dev/null 2>&1
    if [ -n "$server" ]; then
        pkill -CONT -P "$server" 2> /dev/null
        kill -CONT "$server" 2> /dev/null
        kill -INT "$server" 2> /dev/null
        wait "$server" 2> /dev/null
    fi
    for n in 1 2 3 254; do ip netns del $space$n 2> /dev/null; done
    for mount in $(grep -o "$work/[^ ]*" /proc/mounts | sort -r); do umount "$mount" 2> /dev/null; done
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' INT TERM

# --- the machines -----------------------------------------------------------------------------------------------------

# at N COMMAND...: on host N, in its home
at() {
    local n=$1
    shift
    (cd "$work/$n" && HOME=$work/$n nsenter --net=/run/netns/$space$n "$@")
}

# user N TEXT: what a user types on host N. Nothing of Hearth's or of AWS's comes from this shell.
user() {
    local n=$1
    (cd "$work/$n" && env -i PATH="$PATH" HOME="$work/$n" JAVA_HOME="${JAVA_HOME:-}" PYENV_ROOT="${PYENV_ROOT:-}" \
        AWS_MAX_ATTEMPTS=1 AWS_PAGER= HEARTH_CLOCK_WRONG_BY_FILE="$work/clock$n" nsenter --net=/run/netns/$space$n bash -euo pipefail -c "$2")
}

pid() {
    sed -n 's/^pid=//p' "$work/$1/${data[$1]}/hearth.lock" 2> /dev/null
}

# block HEADING NUMBER: the commands of a block under a heading of the document
block() {
    awk -v heading="## $1" -v number="$2" '
        /^## / { inside = ($0 == heading) }
        inside && /^    / { if (!was) count++; was = 1; if (count == number) print substr($0, 5); next }
        { was = 0 }' "$document"
}

# wrong N MILLISECONDS: puts a host's wall clock wrong
wrong() { echo "$2" > "$work/clock.next" && mv "$work/clock.next" "$work/clock$1"; }

for n in 254 1 2 3; do
    ip netns add $space$n
    ip -n $space$n link set lo up
done
ip -n ${space}254 link add br0 type bridge
ip -n ${space}254 addr add $network.254/24 dev br0
ip -n ${space}254 link set br0 up
for n in 1 2 3; do
    mkdir "$work/$n"
    mount -t tmpfs -o size=400m,mode=755 hearth-three "$work/$n"
    wrong $n 0
    ln -s "$root/hearth" "$work/$n/hearth"
    ip -n ${space}254 link add port$n type veth peer eth0 netns $space$n
    ip -n ${space}254 link set port$n master br0 up
    ip -n $space$n addr add $network.$n/24 dev eth0
    ip -n $space$n link set eth0 up
    nsenter --net=/run/netns/$space$n nft add table ip cut
done
mkdir "$work/postgres"
chown postgres "$work/postgres"
as="setpriv --reuid=postgres --regid=postgres --clear-groups"
echo secret > "$work/password"
chmod 644 "$work/password"
(cd / && $as "$postgres/initdb" -A scram-sha-256 -U hearth --pwfile="$work/password" -E UTF8 \
    -D "$work/postgres/data" > "$work/initdb.log")
echo "host all all $network.0/24 scram-sha-256" >> "$work/postgres/data/pg_hba.conf"

start_postgres() {
    (cd / && exec nsenter --net=/run/netns/${space}254 $as "$postgres/postgres" -D "$work/postgres/data" \
        -c listen_addresses=$network.254 -c unix_socket_directories= >> "$work/postgres.log" 2>&1) &
    server=$!
    for _ in $(seq 100); do
        if sql postgres "select 1" > /dev/null 2>&1; then return; fi
        sleep 0.1
    done
    fail "PostgreSQL does not start"
}

sql() {
    PGPASSWORD=secret nsenter --net=/run/netns/${space}254 "$postgres/psql" -qAt -h $network.254 -U hearth -d "$1" -c "$2"
}

# --- what is seen -----------------------------------------------------------------------------------------------------

began=$(date +%s%N)
say() { printf '%7.1f s  %s\n' "$(($(date +%s%N) - began))e-9" "$*"; }
fail() {
    say "NOT: $*"
    for n in 1 2 3; do
        echo "--- host $n"
        tail -n 30 "$work/$n/${data[$n]}"/*.log 2> /dev/null
    done
    exit 1
}

# within SECONDS WHAT COMMAND...: until it succeeds; "took" is how long that was
took=
within() {
    local end=$(($(date +%s%N) + $1 * ${HEARTH_PATIENCE:-4} * 1000000000)) from what=$2
    from=$(date +%s%N)
    shift 2
    until "$@" > "$work/last" 2>&1; do
        if [ "$(date +%s%N)" -gt "$end" ]; then
            cat "$work/last"
            for n in 1 2 3; do echo "host $n answered last: $(head -c 300 "$work/answer$n" 2> /dev/null)"; done
            fail "$what"
        fi
        sleep 0.1
    done
    took=$((($(date +%s%N) - from) / 1000000))
    say "$what, after $took ms"
}

# row FAILURE SEEN: a line of the table at the end
row() { printf '| %s | %s |\n' "$1" "$2" >> "$work/table"; }

# call N [TYPE] [SECONDS] [BODY]: an invocation at host N's endpoint; prints status, seconds and answer
call() {
    local key
    key=$(sed -n 's/^ *aws_access_key_id *= *//p' "$work/keys" | head -1)
    key=$key:$(sed -n 's/^ *aws_secret_access_key *= *//p' "$work/keys" | head -1)
    at "$1" curl -s -m "${3:-15}" -o "$work/answer$1" -w '%{http_code} %{time_total} ' --aws-sigv4 aws:amz:us-east-1:lambda \
        --user "$key" -H "X-Amz-Invocation-Type: ${2:-RequestResponse}" -d "${4:-{\}}" \
        "http://127.0.0.1:${port:-4566}/2015-03-31/functions/hello/invocations" || { echo; return 1; }
    cat "$work/answer$1"
    echo
}

answers() { call "$1" RequestResponse 20 | grep -q '^200 .*hello from'; }
takes() { call "$1" Event 20 | grep -q '^202 '; }
refused() { ! call "$1" RequestResponse 5 > /dev/null; }
gives503() { call "$1" RequestResponse 20 | grep -q '^503 '; }

decider() {
    for n in "$@"; do
        if at $n ./hearth cluster status --json --data "${data[$n]}" 2> /dev/null | grep -q '^{"role":"first"'; then
            echo $n
            return
        fi
    done
    return 1
}
others() { for n in 1 2 3; do if [ $n != "$1" ]; then printf '%s ' $n; fi; done; }
there() {
    [ "$(at "$1" ./hearth cluster status --data "${data[$1]}" | grep -c '^host  ')" -ge "$2" ]
}
follows() { at "$1" ./hearth cluster status --json --data "${data[$1]}" | grep -q '"connected":true'; }
one_decides() { [ "$(for n in "$@"; do decider $n || true; done | wc -l)" = 1 ]; }
sever() {
    local n=$1
    shift
    at $n nft add chain ip cut in '{ type filter hook input priority 0; }'
    at $n nft add chain ip cut out '{ type filter hook output priority 0; }'
    for other in "$@"; do
        at $n nft add rule ip cut in ip saddr $network.$other drop
        at $n nft add rule ip cut out ip daddr $network.$other drop
    done
}
mend() { at $1 nft delete table ip cut; at $1 nft add table ip cut; }
all_is_well() {
    within 30 "one host decides" one_decides 1 2 3
    now=$(decider 1 2 3)
    for n in $(others $now); do within 30 "host $n follows" follows $n; done
    within 20 "host $now sees two others" there $now 2
    for n in 1 2 3; do within 20 "host $n answers" answers $n; done
}

# --- setting up three hosts -------------------------------------------------------------------------------------------

start_postgres
sql postgres "create database hearth"
say "PostgreSQL is ready"
user 1 "$(block 'Setting up three hosts' 1)" > "$work/init" || fail "$(cat "$work/init")"
cat "$work/init"
grep -q 'postgres://hearth:secret' "$work/init" && fail "the store's password was printed"
token=$(sed -n 's/.*--token \([^ ]*\).*/\1/p' "$work/init")
[ -n "$token" ] || fail "cluster init printed no token"
for n in 2 3; do
    user $n "$(block 'Setting up three hosts' 2 | sed "s/TOKEN/$token/")" > "$work/join" 2>&1 || fail "$(cat "$work/join")"
    say "host $n joined"
done
cp "$work/1/A/credentials" "$work/keys"
within 20 "host 1 sees two others" there 1 2
for n in 1 2 3; do
    user $n "$(block 'Setting up three hosts' 3 | sed "s/--data B/--data ${data[$n]}/g")" > "$work/status" 2>&1 \
        || fail "$(cat "$work/status")"
    grep -q '"Functions": \[\]' "$work/status" || fail "list-functions at host $n: $(cat "$work/status")"
done
cat "$work/status"

# --- what users do ----------------------------------------------------------------------------------------------------

cat > "$work/app.py" <<'CODE'
import os, socket, time
def handler(event, context):
    print("request", context.aws_request_id, "n", event.get("n"))
    time.sleep(event.get("sleep", 0))
    return "hello from " + os.environ.get("AWS_ENDPOINT_URL", "?")
CODE
python3 -c "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').write(sys.argv[2], 'app.py')" "$work/app.zip" "$work/app.py"
head -c 3000000 /dev/urandom > "$work/object"
keys='eval "$(./hearth env --data '
user 2 "$keys B)\"
    aws lambda create-function --function-name hello --runtime python3.12 --handler app.handler --timeout 60 \
        --role arn:aws:iam::000000000000:role/any --zip-file fileb://$work/app.zip > /dev/null
    aws lambda wait function-active-v2 --function-name hello
    aws s3 mb s3://box > /dev/null && aws s3 cp --no-progress $work/object s3://box/object > /dev/null
    aws sqs --endpoint-url \$AWS_ENDPOINT_URL create-queue --queue-name line > /dev/null"
say "host 2 took a function, a bucket, an object and a queue"
for n in 1 2 3; do
    user $n "$keys ${data[$n]})\"
        aws lambda invoke --function-name hello $work/out$n > /dev/null && grep -q 'hello from' $work/out$n
        aws s3 cp --no-progress s3://box/object $work/got$n > /dev/null && cmp $work/object $work/got$n
        aws sqs --endpoint-url \$AWS_ENDPOINT_URL get-queue-url --queue-name line > /dev/null" || fail "host $n does not serve what was made at host 2"
    say "host $n invokes it, gets the object and finds the queue"
done
user 3 "$keys B)\"
    aws lambda invoke --function-name hello --invocation-type Event --payload '{\"n\": 4711}' $work/event > /dev/null"
logged() { user 1 "$keys A)\"; aws logs filter-log-events --log-group-name /aws/lambda/hello | grep -q 'n 4711'"; }
within 20 "what an event at host 3 printed is in CloudWatch's logs at host 1" logged
user 3 "./hearth logs hello --data B | grep -q 'n 4711'" || fail "hearth logs at host 3"

# --- what the commands do, and what they refuse -----------------------------------------------------------------------

# refuses WHAT TEXT HOST COMMAND: it fails, and says so
refuses() {
    if user "$3" "$4" > "$work/refused" 2>&1; then fail "$1 was taken"; fi
    grep -qF -- "$2" "$work/refused" || fail "$1 is refused otherwise: $(cat "$work/refused")"
    say "$1 is refused: $(grep -F -- "$2" "$work/refused" | head -1 | cut -c1-150)"
}
name() { user "$1" "./hearth cluster status --data $2" | sed -n 's/^this host    \([^ ]*\).*/\1/p'; }
new_token() { user "$1" "./hearth cluster token --data ${data[$1]}"; }
says() { at "$1" ./hearth doctor --data "${data[$1]}" | grep -q "$2"; }

tokens() {
say "== the commands of 'Taking a host out'"
user 2 "$(block 'Taking a host out' 1)" > "$work/out" 2>&1 || fail "$(cat "$work/out")"
all_is_well

say "== doctor"
for n in 1 2 3; do
    user $n "./hearth doctor --data ${data[$n]}" > "$work/doctor" || fail "$(cat "$work/doctor")"
    [ "$(grep -c '^Host ' "$work/doctor")" = 3 ] || fail "doctor at host $n: $(cat "$work/doctor")"
done
sed -n '/^Host /,$p' "$work/doctor"
now=$(decider 1 2 3)
read -r other third <<< "$(others "$now")"
wrong "$other" -120000
within 10 "host $third's doctor sees that host $other's clock is wrong" says "$third" '^NOT  clock .* behind'
wrong "$other" 0

say "== tokens, stores and roles"
address=$network.$now
token=$(new_token "$now")
up="./hearth up --detach --port 4600 --data C --join $address --token"
refuses "a wrong token" "the token is wrong" 3 "$up ${token%????}AAAA"
refuses "no token" "this is no token" 3 "$up nonsense"
refuses "a token without a host" "belong together" 3 "./hearth up --detach --port 4600 --data C --token $token"
wrong "$now" 3700000
refuses "a token of an hour ago" "the token is wrong or over" 3 "$up $token"
wrong "$now" 0
refuses "roles of a host that is alone" "--roles is for" 3 "./hearth up --detach --port 4600 --data C --roles control"
refuses "a role that does not exist" "some of frontend,control,worker" 3 "./hearth up --data C --roles boss"
sql postgres "create database another"
store=postgres://hearth:secret@$network.254:5432/another
refuses "a first host that does not decide" "the first host of a cluster needs the role control" 3 \
    "./hearth up --detach --port 4600 --data D --store $store --roles worker"
user "$other" "./hearth down --data ${data[$other]}" > /dev/null
refuses "another cluster's store" "the store does not know this host" "$other" \
    "./hearth up --detach --data ${data[$other]} --store $store"
user 3 "./hearth up --detach --port 4600 --data E" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
foreign=$(user 3 "./hearth cluster token --data E")
user 3 "./hearth down --data E" > /dev/null
refuses "another cluster's token" "belongs to another cluster" "$other" \
    "./hearth up --detach --data ${data[$other]} --join $network.3 --token $foreign"
user "$other" "./hearth up --detach --data ${data[$other]} --join $address --token $token" > "$work/more" 2>&1 \
    || fail "$(cat "$work/more")"
say "a host that joined is started with its token once more"
all_is_well
user 3 "$up $token --roles worker" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
for secret in authority.key store; do
    [ ! -e "$work/3/C/cluster/$secret" ] || fail "a worker was given the cluster's $secret"
done
user 3 "./hearth down --data C" > /dev/null
refuses "more than a worker was given" "cannot have the role control" 3 \
    "./hearth up --detach --port 4600 --data C --roles control,worker"
user 3 "./hearth up --detach --port 4600 --data C" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
worker=$(name 3 C)
is_worker() { at "$now" ./hearth cluster status --data "${data[$now]}" | grep -q "^host  *$worker member, worker,"; }
within 10 "a host that joined as a worker is one after its next start" is_worker
leave_c
}

join_c() {
    user 3 "./hearth up --detach --port 4600 --data C --join $network.$1 --token $(new_token "$1") --roles worker" > "$work/more" 2>&1 \
        || fail "$(cat "$work/more")"
    within 20 "a worker joined, and answers" c_answers
}
leave_c() { user 3 "./hearth cluster leave --data C && ./hearth down --data C" > "$work/more" 2>&1 || fail "$(cat "$work/more")"; }
c_answers() { port=4600 answers 3; }

leaving() {
say "== leaving and removing"
now=$(decider 1 2 3)
read -r other third <<< "$(others "$now")"
address=$network.$now
up="./hearth up --detach --port 4600 --data C --join $address --token"
join_c "$now"
refuses "removing the one that decides" "drain it first" "$now" \
    "./hearth cluster remove $(name "$now" "${data[$now]}") --data ${data[$now]}"
refuses "removing nobody" "there is no host" "$now" "./hearth cluster remove nobody --data ${data[$now]}"
user 3 "./hearth cluster leave --data C" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
[ -e "$work/3/C/cluster/removed" ] || fail "a host that left does not remember it"
user 3 "./hearth cluster status --data C" | grep -q "this host was removed" || fail "a host that left does not know it"
user 3 "curl -s -m 20 http://127.0.0.1:4600/" | grep -q "was removed from its cluster" || fail "a host that left serves"
user 3 "./hearth down --data C" > /dev/null
refuses "a host that left" "removed from its cluster: join again" 3 "./hearth up --detach --port 4600 --data C"
user 3 "$up $(new_token "$now")" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
worker=$(name 3 C)
is_all() { at "$now" ./hearth cluster status --data "${data[$now]}" | grep -q "^host  *$worker member"; }
within 10 "it has joined again" is_all
row "a host left, and is started" "503 \"This host was removed from its cluster\"; it does not start, and joins again with a token on its folder"
kill -9 "$(sed -n 's/^pid=//p' "$work/3/C/hearth.lock")"
user "$other" "./hearth cluster remove $worker --data ${data[$other]}" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
say "a dead host was removed"
user 3 "./hearth up --detach --port 4600 --data C" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
is_told() { user 3 "./hearth cluster status --data C" | grep -q "this host was removed"; }
within 10 "a worker that was removed while it was dead is told so" is_told
told=$took
user 3 "./hearth down --data C" > /dev/null
gone=$(name "$other" "${data[$other]}")
user "$now" "./hearth cluster remove $gone --data ${data[$now]}" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
is_out() { user "$other" "./hearth cluster status --data ${data[$other]}" | grep -q "this host was removed"; }
within 5 "a living host was removed" is_out
row "a host is removed" "a living one knows after $took ms, one that was dead $told ms after its next start"
user "$other" "./hearth down --data ${data[$other]} && ./hearth up --detach --data ${data[$other]} --join $address \
    --token $(new_token "$now")" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
all_is_well
}

backup() {
say "== backup and restore: the commands of 'Backup and restore'"
now=$(decider 1 2 3)
join_c "$now"
in_place() { sed "s/DATA/${data[$now]}/g"; }
user "$now" "export PATH=$postgres:\$PATH PGHOST=$network.254 PGUSER=hearth PGPASSWORD=secret
    $(block 'Backup and restore' 2 | in_place)" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
cat "$work/more"
for n in 1 2 3; do user $n "./hearth down --data ${data[$n]}" > /dev/null; done
c_503() { port=4600 gives503 3; }
within 15 "the worker gives 503 when all that may decide are gone" c_503
gone=$took
user 3 "./hearth cluster status --data C" > "$work/more"
grep -q "nobody decides now" "$work/more" || fail "$(cat "$work/more")"
grep '^tried\|^try next' "$work/more" || fail "status does not say why nobody decides: $(cat "$work/more")"
sql postgres "drop database hearth"
sql postgres "create database hearth"
mv "$work/$now/${data[$now]}" "$work/$now/lost"
user "$now" "export PATH=$postgres:\$PATH PGHOST=$network.254 PGUSER=hearth PGPASSWORD=secret
    $(block 'Backup and restore' 3 | in_place)" > "$work/more" 2>&1 || fail "$(tail -5 "$work/more")"
for n in $(others "$now"); do
    user "$n" "./hearth up --detach --data ${data[$n]}" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
done
all_is_well
user "$now" "$keys ${data[$now]})\"
    aws s3 cp --no-progress s3://box/object $work/again > /dev/null && cmp $work/object $work/again
    aws sqs --endpoint-url \$AWS_ENDPOINT_URL get-queue-url --queue-name line > /dev/null" || fail "something is not restored"
say "function, object and queue are there again"
within 20 "the worker answers again" c_answers
row "the last host that may decide is lost" "a worker's endpoint gives 503 after $gone ms, and answers $took ms after another decides"
row "PostgreSQL and a host's disk are gone for good" "restored from pg_dump and the host's backup: function, queue and object are there"
leave_c
}

# decisions: how often hosts have come to decide
decisions() { cat "$work"/[123]/[ABC]/hearth.log | grep -c 'decides for its cluster' || true; }

# calls N PORT: invocations one after the other, each over a connection of its own, until the file "calling" is gone
calls() {
    while [ -e "$work/calling" ]; do
        local end
        end=$(port=$2 call "$1" RequestResponse 30 || true)
        case $end in 200*) echo good ;; *) echo "bad $end" ;; esac
        sleep 0.2
    done > "$work/calls-$1-$2"
}

certificates() {
say "== certificates of 30 s"
ends() { at "$1" sh -c "openssl x509 -noout -enddate -in ${2:-${data[$1]}}/cluster/host.crt"; }
for n in 1 2 3; do
    user "$n" "./hearth down --data ${data[$n]} && ./hearth up --detach --data ${data[$n]} --certificate-life 30s" \
        > "$work/more" 2>&1 || fail "$(cat "$work/more")"
done
all_is_well
now=$(decider 1 2 3)
read -r other third <<< "$(others "$now")"
join_c "$now"
for try in 1 2 3; do
    before=$(decisions)
    touch "$work/calling"
    callers=
    for each in "1 4566" "2 4566" "3 4566" "3 4600"; do calls $each & callers="$callers $!"; done
    : > "$work/ends"
    local end=$(($(date +%s) + 75))
    while [ "$(date +%s)" -lt $end ]; do
        for n in 1 2 3; do echo "$n $(ends $n)"; done >> "$work/ends"
        echo "C $(ends 3 C)" >> "$work/ends"
        sleep 1
    done
    rm "$work/calling"
    wait $callers
    # A machine that stood still so long that another host decided cuts what ran, as the document says.
    if [ "$before" = "$(decisions)" ]; then break; fi
    say "another host came to decide meanwhile: once more"
done
[ "$before" = "$(decisions)" ] || fail "somebody else decided, three times"
if grep -h bad "$work"/calls-* > "$work/bad"; then fail "$(wc -l < "$work/bad") calls failed: $(head -3 "$work/bad")"; fi
good=$(cat "$work"/calls-* | grep -c good)
for who in 1 2 3 C; do
    made=$(grep "^$who " "$work/ends" | sort -u | wc -l)
    [ "$made" -ge 3 ] || fail "host $who had $made certificates in 75 s"
    say "host $who had $made certificates"
done
say "$good calls at four endpoints, none failed"
row "certificates end while hosts run (30 s each, for 75 s)" "each host had 3 or more, one after the other; $good calls, none failed"
say "== two hosts are off for longer than their certificates last"
now=$(decider 1 2 3)
read -r other third <<< "$(others "$now")"
user 3 "./hearth down --data C" > /dev/null
user "$other" "./hearth down --data ${data[$other]}" > /dev/null
sleep 32
refuses "a worker whose certificate ended" "certificate ended at" 3 "./hearth up --detach --port 4600 --data C"
user 3 "./hearth up --detach --port 4600 --data C --join $network.$now --token $(new_token "$now")" > "$work/more" 2>&1 \
    || fail "$(cat "$work/more")"
within 20 "it joined again on its folder, and answers" c_answers
user "$other" "./hearth up --detach --data ${data[$other]}" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
all_is_well
row "hosts were off for longer than their certificates last" "a worker says so, and joins again with a token; one with the role control makes itself another"
leave_c
}

# --- what each failure looks like -------------------------------------------------------------------------------------

faults() {
say "== the host that decides is killed"
dead=1
kill -9 "$(pid 1)"
within 6 "host 2 takes events" takes 2
seen="an event at another is taken after $took ms"
within 6 "host 3 answers" answers 3
refused 1 || fail "its own endpoint is not refused"
now=$(decider 2 3)
say "host $now decides"
user 1 "./hearth up --detach --data A" > "$work/again" 2>&1 || fail "$(cat "$work/again")"
all_is_well
user $now "$keys ${data[$now]})\"
    aws s3 cp --no-progress s3://box/object $work/again > /dev/null && cmp $work/object $work/again" \
    || fail "the object is lost"
row "the host that decides is killed" "its endpoint refuses; $seen; started again it follows, the object is there"

say "== the host that decides stands still, and wakes"
still=$(decider 1 2 3)
kill -STOP "$(pid "$still")"
seen=
for n in $(others "$still"); do within 6 "host $n answers" answers $n; seen="$seen $took ms"; done
kill -CONT "$(pid "$still")"
all_is_well
row "it stands still" "others answer after$seen; it follows when it wakes"

say "== the deciding host's network is cut"
still=$(decider 1 2 3)
sever "$still" $(others "$still") 254
seen=
for n in $(others "$still"); do within 6 "host $n answers" answers $n; seen="$seen $took ms"; done
within 15 "its own endpoint gives 503" gives503 "$still"
row "its network is cut" "others answer after$seen; its own endpoint gives 503 after $took ms more"
mend "$still"
all_is_well

say "== the link between the deciding host and another is cut"
now=$(decider 1 2 3)
read -r cut third <<< "$(others "$now")"
sever "$cut" "$now"
within 8 "host $cut answers by way of host $third" answers "$cut"
seen=$took
within 8 "host $cut takes events" takes "$cut"
mend "$cut"
within 20 "host $cut follows again" follows "$cut"
all_is_well
row "only the link from a host to the one that decides is cut" "it answers by way of the third host after $seen ms, and follows again when the link is back"

say "== another host is lost while it runs something"
now=$(decider 1 2 3)
read -r lost other <<< "$(others "$now")"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do call "$other" RequestResponse 30 '{"sleep": 6}' > "$work/slow$i" & done
sleep 2.5
kill -9 "$(pid "$lost")"
gone=$(date +%s%N)
within 5 "host $now answers" answers "$now"
wait $(jobs -p | grep -vx "$server") || true
ended=$((($(date +%s%N) - gone) / 1000000))
say "the callers of what ran had their answers: $(sed 's/^\([0-9]*\) [0-9.]*/\1/' "$work"/slow* | cut -c1-90 | sort | uniq -c | sort -rn | head -3 | tr '\n' ';')"
row "another host is lost" "callers heard within $ended ms (they sleep 6 s where they live): $(sed 's/^\([0-9]*\).*/\1/' "$work"/slow* | sort | uniq -c | tr -s ' \n' ' ')"
user "$lost" "./hearth up --detach --data ${data[$lost]}" > "$work/again" 2>&1 || fail "$(cat "$work/again")"
all_is_well

say "== PostgreSQL stands still for 10 s"
pkill -STOP -P "$server"
kill -STOP "$server"
for n in 1 2 3; do within 5 "host $n answers a function that is known" answers $n; done
call 2 Event 3 > "$work/waits" || true
say "an event waits or gets 503: $(cut -c1-60 "$work/waits")"
sleep 7
kill -CONT "$server"
pkill -CONT -P "$server"
for n in 1 2 3; do within 10 "host $n takes events" takes $n; done
row "PostgreSQL stands still for 10 s" "known functions answer; an event meanwhile: $(cut -c1-3 "$work/waits" | grep . || echo waits); taken at once afterwards"
all_is_well

say "== PostgreSQL restarts"
kill -INT "$server"
wait "$server" || true
for n in 1 2 3; do within 5 "host $n answers a function that is known" answers $n; done
start_postgres
for n in 1 2 3; do within 15 "host $n takes events" takes $n; done
row "PostgreSQL restarts" "known functions answer meanwhile; events are taken after $took ms"
all_is_well

say "== PostgreSQL is gone, and then the host that decides"
now=$(decider 1 2 3)
kill -INT "$server"
wait "$server" || true
for n in 1 2 3; do within 5 "host $n answers a function that is known" answers $n; done
kill -9 "$(pid "$now")"
for n in $(others "$now"); do within 25 "host $n gives 503" gives503 $n; done
n=${n:-1}
user "$n" "./hearth cluster status --data ${data[$n]}" > "$work/more"
grep "does not answer this host" "$work/more" || fail "status does not say that PostgreSQL is away: $(cat "$work/more")"
start_postgres
for n in $(others "$now"); do within 15 "host $n takes events" takes $n; done
row "PostgreSQL is gone, and the host that decides too" "nobody takes over: 503, and status says that the store does not answer; after PostgreSQL's start events are taken within $took ms"
user "$now" "./hearth up --detach --data ${data[$now]}" > "$work/again" 2>&1 || fail "$(cat "$work/again")"
all_is_well

say "== PostgreSQL is out of reach for the deciding host alone"
still=$(decider 1 2 3)
sever "$still" 254
moved() { decider $(others "$still"); }
within 12 "another decides" moved
row "PostgreSQL is out of reach for the deciding host alone" "another decides after $took ms, all answer"
for n in 1 2 3; do within 10 "host $n answers" answers $n; done
mend "$still"
all_is_well

say "== the disk of the host that decides is full"
still=$(decider 1 2 3)
cat /dev/zero > "$work/$still/full" 2> /dev/null || true
for n in 1 2 3; do within 10 "host $n answers" answers $n; done
for n in 1 2 3; do within 10 "host $n takes events" takes $n; done
user "$still" "$keys ${data[$still]})\"
    aws s3 cp --no-progress $work/object s3://box/more" > "$work/more" 2>&1 && fail "an object was put on a full disk"
grep -q ServiceUnavailable "$work/more" || fail "an object on a full disk: $(cat "$work/more")"
say "an object is refused: $(tail -1 "$work/more")"
user "$still" "$keys ${data[$still]})\"
    aws lambda update-function-code --function-name hello --zip-file fileb://$work/app.zip" > "$work/more" 2>&1 || true
say "an upload: $(tail -c 200 "$work/more" | tr '\n' ' ')"
rm "$work/$still/full"
user "$still" "$keys ${data[$still]})\"
    aws s3 cp --no-progress $work/object s3://box/more" > "$work/more" 2>&1 || fail "$(cat "$work/more")"
row "its disk is full" "invocations and events go on; an object gets an error; with room it is taken"
all_is_well

say "== the clock of the host that decides is put a minute forward, that of another back"
still=$(decider 1 2 3)
read -r lost other <<< "$(others "$still")"
wrong "$still" 60000
wrong "$lost" -60000
for n in 1 2 3; do within 3 "host $n answers" answers $n; done
for n in 1 2 3; do within 3 "host $n takes events" takes $n; done
sleep 3
[ "$(decider 1 2 3)" = "$still" ] || fail "another decides"
wrong "$still" 0
wrong "$lost" 0
row "clocks differ by two minutes" "nothing: the same host decides, all answer and take events"
all_is_well
}

commands() {
    tokens
    leaving
    backup
    certificates
}

for section in $sections; do
    case $section in
        keep)
            echo "it runs until you press Enter; the hosts' homes: $work/1 ..."
            read -r _ ;;
        faults | commands | tokens | leaving | backup | certificates) $section ;;
        *) fail "there is no section $section" ;;
    esac
done
if [ -e "$work/table" ]; then
    echo
    echo "| what happened | what was seen |"
    echo "|---|---|"
    cat "$work/table"
    echo
fi
say "all was as docs/operations.md says"
