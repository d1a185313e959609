import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Greets whoever the event names; what it prints is its log. */
public class Hello implements RequestHandler<Hello.Event, Hello.Answer> {

    public record Answer(String message, String requestId) {}

    /** The event, filled through its setters. */
    public static class Event {

        private String name = "world";

        public void setName(String name) {
            this.name = name;
        }
    }

    @Override
    public Answer handleRequest(Event event, Context context) {
        System.out.println("greeting " + event.name);
        return new Answer("Hello, " + event.name + "!", context.getAwsRequestId());
    }
}
