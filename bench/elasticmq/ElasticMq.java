import java.net.InetAddress;
import java.net.ServerSocket;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** Runs ElasticMQ, with its queues in memory as it does by default, and prints {@code port=N}. */
class ElasticMq {

    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(port)
                .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
                .start()
                .waitUntilStarted();
        System.out.println("port=" + port);
    }
}
