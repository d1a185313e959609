package dev.hearth.sources.kafka;

import java.nio.file.Files;
import java.nio.file.Path;

/** A broker's process: formats its folder at the first start, then serves. */
public final class BrokerMain {

    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

    private BrokerMain() {}

    /** @param arguments the file of its properties, and its folder */
    public static void main(String[] arguments) throws Exception {
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            int status = kafka.tools.StorageTool.execute(
                    new String[] {"format", "-t", CLUSTER, "-c", arguments[0]}, System.out);
            if (status != 0) {
                throw new IllegalStateException("not formatted: " + status);
            }
        }
        kafka.Kafka.main(new String[] {arguments[0]});
    }
}
