#!/bin/bash
# A message announces address ranges, a function writes them into a table, another removes the older ones, a query reads some;
# the table's stream keeps security groups equal to the ranges of one service in one region, and a function in them is tried.
# Tells what happens as it happens, and removes everything that it made.
set -euo pipefail
: "${AWS_ENDPOINT_URL:?is not set: eval \"\$(./hearth env)\" first}"
cd "$(dirname "$0")"

name=ip-ranges-$$
role=arn:aws:iam::000000000000:role/any
work=$(mktemp -d)
quiet() { "$@" > /dev/null; }
# Old command lines do not know AWS_ENDPOINT_URL.
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
remove() {
    if [ -n "${server:-}" ]; then kill "$server" || true; fi
    if [ -n "${mapping:-}" ]; then quiet aws lambda delete-event-source-mapping --uuid "$mapping" || true; fi
    if [ -n "${topic:-}" ]; then quiet aws sns delete-topic --topic-arn "$topic" || true; fi
    for function in load clean firewall probe; do quiet aws lambda delete-function --function-name "$name-$function" || true; done
    for group in ${groups:-}; do quiet aws ec2 delete-security-group --group-id "$group" || true; done
    for list in ${ipv4:-} ${ipv6:-}; do quiet aws ec2 delete-managed-prefix-list --prefix-list-id "$list" || true; done
    quiet aws dynamodb delete-table --table-name "$name" || true
    rm -rf "$work"
}
trap 'remove 2> /dev/null' EXIT

python3 serve.py > "$work/url" &
server=$!

echo "making a table, functions, a topic, and security groups that let nothing out but what their prefix lists hold"
quiet aws dynamodb create-table --table-name "$name" --billing-mode PAY_PER_REQUEST \
    --attribute-definitions AttributeName=PK,AttributeType=S AttributeName=SK,AttributeType=S AttributeName=synctoken,AttributeType=S \
    --key-schema AttributeName=PK,KeyType=HASH AttributeName=SK,KeyType=RANGE \
    --global-secondary-indexes \
    'IndexName=synctoken,KeySchema=[{AttributeName=synctoken,KeyType=HASH}],Projection={ProjectionType=KEYS_ONLY}' \
    --stream-specification StreamEnabled=true,StreamViewType=KEYS_ONLY
aws dynamodb wait table-exists --table-name "$name"

# boto3 is not part of Hearth's Python: it goes into the packages, from this machine's Python or from pip.
mkdir "$work/package"
python3 - "$work/package" << 'EOF' || pip install --quiet --target "$work/package" boto3
import importlib.util, os, shutil, sys
for name in ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"):
    found = importlib.util.find_spec(name)
    if found is None:
        sys.exit(1)
    if found.submodule_search_locations:
        # Of botocore's many services only those that are called.
        keep = {"dynamodb", "ec2", "endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json"}
        data = lambda folder, names: [each for each in names if folder.endswith("botocore/data") and each not in keep
                                      or each == "__pycache__"]
        shutil.copytree(os.path.dirname(found.origin), os.path.join(sys.argv[1], name), ignore=data)
    else:
        shutil.copy(found.origin, sys.argv[1])
EOF
# A group has 60 rules, a list in it counts as its maximum of entries, and a function is in five groups at most: 240 IPv4 ranges.
list() { # NUMBER FAMILY
    aws ec2 create-managed-prefix-list --prefix-list-name "$name-$1" --address-family "$2" --max-entries 60 \
        --query PrefixList.PrefixListId --output text
}
ipv4="" ipv6="" groups=""
allow() { # GROUP LIST
    quiet aws ec2 authorize-security-group-egress --group-id "$1" --ip-permissions "IpProtocol=-1,PrefixListIds=[{PrefixListId=$2}]"
}
for number in 1 2 3 4; do
    group=$(aws ec2 create-security-group --group-name "$name-$number" --description "DYNAMODB in eu-central-1" --query GroupId --output text)
    groups="$groups $group"
    quiet aws ec2 revoke-security-group-egress --group-id "$group" --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'
    ipv4="$ipv4 $(list "$number" IPv4)"
    allow "$group" "${ipv4##* }"
done
ipv6=$(list ipv6 IPv6)
allow "$group" "$ipv6"

cp load.py clean.py firewall.py "$work/package"
(cd "$work/package" && python3 -m zipfile -c "$work/package.zip" ./*)
for function in load clean; do
    quiet aws lambda create-function --function-name "$name-$function" --runtime python3.11 --handler $function.handler \
        --role $role --timeout 60 --memory-size 512 --environment "Variables={TABLE=$name}" --zip-file "fileb://$work/package.zip"
    quiet aws lambda wait function-active-v2 --function-name "$name-$function"
done
partition="PREFIX#eu-central-1#DYNAMODB"
quiet aws lambda create-function --function-name "$name-firewall" --runtime python3.11 --handler firewall.handler --role $role \
    --timeout 60 --memory-size 512 --zip-file "fileb://$work/package.zip" \
    --environment "Variables={TABLE=$name,PARTITION=$partition,IPV4_LISTS='$ipv4',IPV6_LISTS='$ipv6'}"
(cd "$work" && cp "$OLDPWD/probe.py" . && python3 -m zipfile -c probe.zip probe.py)
quiet aws lambda create-function --function-name "$name-probe" --runtime python3.11 --handler probe.handler --role $role \
    --timeout 20 --zip-file "fileb://$work/probe.zip" \
    --vpc-config "SubnetIds=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text),SecurityGroupIds=$(echo $groups | tr ' ' ',')"
for function in firewall probe; do quiet aws lambda wait function-active-v2 --function-name "$name-$function"; done
stream=$(aws dynamodb describe-table --table-name "$name" --query Table.LatestStreamArn --output text)
mapping=$(aws lambda create-event-source-mapping --function-name "$name-firewall" --event-source-arn "$stream" \
    --starting-position TRIM_HORIZON --batch-size 1000 --query UUID --output text \
    --filter-criteria "{\"Filters\":[{\"Pattern\":\"{\\\"dynamodb\\\":{\\\"Keys\\\":{\\\"PK\\\":{\\\"S\\\":[\\\"$partition\\\"]}}}}\"}]}")
topic=$(aws sns create-topic --name "$name" --query TopicArn --output text)
load=$(aws lambda get-function --function-name "$name-load" --query Configuration.FunctionArn --output text)
quiet aws sns subscribe --topic-arn "$topic" --protocol lambda --notification-endpoint "$load"

logged() { # FUNCTION TEXT: waits for a line of the function's log and prints it
    for _ in $(seq 120); do
        line=$(aws logs filter-log-events --log-group-name "/aws/lambda/$name-$1" --query 'events[].[message]' --output text \
            2> /dev/null | grep "^$1: $2" | tail -1 || true)
        if [ -n "$line" ]; then echo "$line"; return; fi
        sleep 0.5
    done
    echo "$name-$1 did not say '$2' in time" >&2
    aws logs filter-log-events --log-group-name "/aws/lambda/$name-$1" --query 'events[].[message]' --output text >&2 || true
    exit 1
}
url=$(cat "$work/url")
announce() { # SYNC_TOKEN
    echo "announcing sync token $1"
    quiet aws sns publish --topic-arn "$topic" --message "{\"synctoken\":\"$1\",\"url\":\"$url/$1/ip-ranges.json\"}"
    logged load ".* of sync token $1"
}
probe() {
    address=${url#http://}
    printf '{"host":"%s","port":%s}' "${address%:*}" "${address##*:}" > "$work/target"
    quiet aws lambda invoke --function-name "$name-probe" --payload "fileb://$work/target" "$work/answer"
    tr -d '"' < "$work/answer"
}
announce 1700000001
logged firewall "122 IPv4 and 41 IPv6 .*"
before=$(probe)
echo "probe: the server, whose address is not among the ranges, is $before"
announce 1700000002
quiet aws lambda invoke --function-name "$name-clean" --payload '{"syncToken":"1700000002"}' "$work/answer"
logged clean ".*"
count() {
    aws dynamodb query --table-name "$name" --select COUNT --key-condition-expression 'PK = :pk AND begins_with(SK, :sk)' \
        --expression-attribute-values "{\":pk\":{\"S\":\"PREFIX#eu-central-1#DYNAMODB\"},\":sk\":{\"S\":\"#$1#\"}}" --query Count
}
echo "DYNAMODB in eu-central-1: $(count IPV4) IPv4 and $(count IPV6) IPv6 ranges"
logged firewall "123 IPv4 and 41 IPv6 .*"
for _ in $(seq 10); do # Living environments follow within seconds.
    after=$(probe)
    [ "$after" != reached ] || break
done
echo "probe: the server, whose address is among them now, is $after"
if [ "$before" = reached ]; then
    echo "This sandbox does not filter what its functions reach: security groups are kept and have no effect. See README.md."
fi
