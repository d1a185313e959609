#!/bin/bash
# A message announces address ranges, a function writes them into a table, another removes the older ones, a query reads some.
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
    if [ -n "${topic:-}" ]; then quiet aws sns delete-topic --topic-arn "$topic" || true; fi
    for function in load clean; do quiet aws lambda delete-function --function-name "$name-$function" || true; done
    quiet aws dynamodb delete-table --table-name "$name" || true
    rm -rf "$work"
}
trap 'remove 2> /dev/null' EXIT

python3 serve.py > "$work/url" &
server=$!

echo "making a table, two functions and a topic"
quiet aws dynamodb create-table --table-name "$name" --billing-mode PAY_PER_REQUEST \
    --attribute-definitions AttributeName=PK,AttributeType=S AttributeName=SK,AttributeType=S AttributeName=synctoken,AttributeType=S \
    --key-schema AttributeName=PK,KeyType=HASH AttributeName=SK,KeyType=RANGE \
    --global-secondary-indexes \
    'IndexName=synctoken,KeySchema=[{AttributeName=synctoken,KeyType=HASH}],Projection={ProjectionType=KEYS_ONLY}'
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
        keep = {"dynamodb", "endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json"}
        data = lambda folder, names: [each for each in names if folder.endswith("botocore/data") and each not in keep
                                      or each == "__pycache__"]
        shutil.copytree(os.path.dirname(found.origin), os.path.join(sys.argv[1], name), ignore=data)
    else:
        shutil.copy(found.origin, sys.argv[1])
EOF
cp load.py clean.py "$work/package"
(cd "$work/package" && python3 -m zipfile -c "$work/package.zip" ./*)
for function in load clean; do
    quiet aws lambda create-function --function-name "$name-$function" --runtime python3.11 --handler $function.handler \
        --role $role --timeout 60 --memory-size 512 --environment "Variables={TABLE=$name}" --zip-file "fileb://$work/package.zip"
    quiet aws lambda wait function-active-v2 --function-name "$name-$function"
done
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
for token in 1700000001 1700000002; do
    echo "announcing sync token $token"
    quiet aws sns publish --topic-arn "$topic" --message "{\"synctoken\":\"$token\",\"url\":\"$(cat "$work/url")/$token/ip-ranges.json\"}"
    logged load ".* of sync token $token"
done
quiet aws lambda invoke --function-name "$name-clean" --payload '{"syncToken":"1700000002"}' "$work/answer"
logged clean ".*"
count() {
    aws dynamodb query --table-name "$name" --select COUNT --key-condition-expression 'PK = :pk AND begins_with(SK, :sk)' \
        --expression-attribute-values "{\":pk\":{\"S\":\"PREFIX#eu-central-1#DYNAMODB\"},\":sk\":{\"S\":\"#$1#\"}}" --query Count
}
echo "DYNAMODB in eu-central-1: $(count IPV4) IPv4 and $(count IPV6) IPv6 ranges"
