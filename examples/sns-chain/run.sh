#!/bin/bash
# Topic -> function -> queue -> function, a message that fails until it is a dead letter, and a schedule that sends one more.
# Tells what happens as it happens, and removes everything that it made.
set -euo pipefail
: "${AWS_ENDPOINT_URL:?is not set: eval \"\$(./hearth env)\" first}"
cd "$(dirname "$0")"

name=chain-$$
role=arn:aws:iam::000000000000:role/any
work=$(mktemp -d)
quiet() { "$@" > /dev/null; }
# Old command lines do not know AWS_ENDPOINT_URL, and version 1 does not heed it for SQS.
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
remove() {
    quiet aws scheduler delete-schedule --name "$name" || true
    if [ -n "${mapping:-}" ]; then quiet aws lambda delete-event-source-mapping --uuid "$mapping" || true; fi
    if [ -n "${topic:-}" ]; then quiet aws sns delete-topic --topic-arn "$topic" || true; fi
    for url in "${orders:-}" "${dead:-}"; do
        if [ -n "$url" ]; then quiet aws sqs delete-queue --queue-url "$url" || true; fi
    done
    for function in price ship; do quiet aws lambda delete-function --function-name "$name-$function" || true; done
    rm -rf "$work"
}
trap 'remove 2> /dev/null' EXIT

echo "making two queues, two functions and a topic"
dead=$(aws sqs create-queue --queue-name "$name-dead" --query QueueUrl --output text)
dead_arn=$(aws sqs get-queue-attributes --queue-url "$dead" --attribute-names QueueArn --query Attributes.QueueArn --output text)
cat > "$work/orders.json" <<JSON
{"VisibilityTimeout": "3", "RedrivePolicy": "{\"deadLetterTargetArn\":\"$dead_arn\",\"maxReceiveCount\":\"2\"}"}
JSON
orders=$(aws sqs create-queue --queue-name "$name-orders" --attributes "file://$work/orders.json" --query QueueUrl --output text)
orders_arn=${dead_arn%-dead}-orders
for function in price ship; do
    python3 -m zipfile -c "$work/$function.zip" $function.py
    quiet aws lambda create-function --function-name "$name-$function" --runtime python3.11 --handler $function.handler \
        --role $role --timeout 3 --zip-file "fileb://$work/$function.zip"
    quiet aws lambda wait function-active-v2 --function-name "$name-$function"
done
price_arn=$(aws lambda get-function --function-name "$name-price" --query Configuration.FunctionArn --output text)
topic=$(aws sns create-topic --name "$name" --query TopicArn --output text)

echo "connecting them: topic -> price -> orders -> ship, and dead letters"
quiet aws lambda put-function-event-invoke-config --function-name "$name-price" \
    --destination-config "{\"OnSuccess\":{\"Destination\":\"$orders_arn\"}}"
quiet aws sns subscribe --topic-arn "$topic" --protocol lambda --notification-endpoint "$price_arn"
mapping=$(aws lambda create-event-source-mapping --function-name "$name-ship" --event-source-arn "$orders_arn" \
    --function-response-types ReportBatchItemFailures --query UUID --output text)

echo "publishing two orders; the schedule sends a third, now and every minute"
quiet aws sns publish --topic-arn "$topic" --message '{"id":1,"item":"vase"}'
quiet aws sns publish --topic-arn "$topic" --message '{"id":2,"item":"broken vase"}'
quiet aws scheduler create-schedule --name "$name" --schedule-expression 'rate(1 minute)' --flexible-time-window Mode=OFF \
    --target "{\"Arn\":\"$topic\",\"RoleArn\":\"$role\",\"Input\":\"{\\\"id\\\":3,\\\"item\\\":\\\"clock\\\"}\"}"

seen_price=0
seen_ship=0
# Prints what a function's log has that was not printed yet.
news() {
    local function=$1 seen=seen_$1 lines
    lines=$(aws logs filter-log-events --log-group-name "/aws/lambda/$name-$function" --query 'events[].[message]' \
        --output text 2> /dev/null | grep "^$function:" || true)
    [ -n "$lines" ] || return 0
    printf '%s\n' "$lines" | tail -n "+$((${!seen} + 1))"
    printf -v "$seen" %s "$(printf '%s\n' "$lines" | wc -l)"
}
for _ in $(seq 40); do
    news price
    news ship
    letter=$(aws sqs receive-message --queue-url "$dead" --wait-time-seconds 1 --query 'Messages[0].Body' --output text)
    if [ "$letter" != None ] && [ -n "$letter" ]; then
        news ship
        echo "dead:  $(printf '%s' "$letter" | python3 -c 'import json, sys; print(json.load(sys.stdin)["responsePayload"])')"
        exit 0
    fi
done
echo "the broken order did not become a dead letter in time" >&2
exit 1
