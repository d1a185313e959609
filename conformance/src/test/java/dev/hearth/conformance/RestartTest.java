package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** A clean stop and start: everything is still there, and works. */
class RestartTest {

    @Test
    void functionsCodeTagsAndLogsSurvive() {
        try (Hearth hearth = Hearth.start()) {
            Function function =
                    Function.python(hearth, "import os\ndef handler(e, c):\n    return os.environ['COLOUR']\n");
            function.updateEnvironment(Map.of("COLOUR", "red"));
            assertThat(function.invoke("{}").payload()).isEqualTo("\"red\"");
            hearth.logs().createLogGroup(request -> request.logGroupName("mine"));
            hearth.logs()
                    .createLogStream(request -> request.logGroupName("mine").logStreamName("s"));
            hearth.logs()
                    .putLogEvents(request -> request.logGroupName("mine")
                            .logStreamName("s")
                            .logEvents(InputLogEvent.builder()
                                    .timestamp(System.currentTimeMillis())
                                    .message("kept")
                                    .build()));

            hearth.restart();

            assertThat(function.invoke("{}").payload()).isEqualTo("\"red\"");
            assertThat(hearth.logs()
                            .getLogEvents(request -> request.logGroupName("mine")
                                    .logStreamName("s")
                                    .startFromHead(true))
                            .events())
                    .extracting(event -> event.message())
                    .containsExactly("kept");
            assertThat(hearth.logs()
                            .filterLogEvents(request -> request.logGroupName(function.logGroup()))
                            .events())
                    .anyMatch(event -> event.message().startsWith("REPORT"));
        }
    }
}
