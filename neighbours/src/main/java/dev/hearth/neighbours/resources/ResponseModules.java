package dev.hearth.neighbours.resources;

/**
 * The module that CloudFormation puts beside the source of an inline function that asks for it, by which a custom
 * resource answers (AWS CloudFormation User Guide, "cfn-response module": its interface; the code is Hearth's own).
 */
final class ResponseModules {

    static final String NODE = """
            "use strict";
            exports.SUCCESS = "SUCCESS";
            exports.FAILED = "FAILED";
            exports.send = function (event, context, status, data, physicalId, noEcho) {
              const body = Buffer.from(JSON.stringify({
                Status: status,
                Reason: "See the details in CloudWatch Log Stream: " + context.logStreamName,
                PhysicalResourceId: physicalId || context.logStreamName,
                StackId: event.StackId,
                RequestId: event.RequestId,
                LogicalResourceId: event.LogicalResourceId,
                NoEcho: noEcho || false,
                Data: data,
              }));
              const url = new URL(event.ResponseURL);
              const request = require(url.protocol === "http:" ? "http" : "https").request(url, {
                method: "PUT",
                headers: { "content-type": "", "content-length": body.length },
              }, (response) => {
                response.resume();
                response.on("end", () => context.done());
              });
              request.on("error", (error) => { console.log("send failed: " + error); context.done(); });
              request.end(body);
            };
            """;

    static final String PYTHON = """
            import json
            import urllib.request

            SUCCESS = "SUCCESS"
            FAILED = "FAILED"


            def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
                body = json.dumps({
                    "Status": responseStatus,
                    "Reason": reason or "See the details in CloudWatch Log Stream: " + context.log_stream_name,
                    "PhysicalResourceId": physicalResourceId or context.log_stream_name,
                    "StackId": event["StackId"],
                    "RequestId": event["RequestId"],
                    "LogicalResourceId": event["LogicalResourceId"],
                    "NoEcho": noEcho,
                    "Data": responseData,
                }).encode()
                request = urllib.request.Request(
                    event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""})
                try:
                    with urllib.request.urlopen(request) as response:
                        print("Status code:", response.status)
                except Exception as error:
                    print("send(..) failed executing the request:", error)
            """;

    private ResponseModules() {}
}
