package dev.hearth.neighbours.apigateway;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers in a list. */
record HeaderList(List<Map.Entry<String, String>> all) implements GatewayRequest.Headers {

    @Override
    public @Nullable String first(String name) {
        for (Map.Entry<String, String> header : all) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return all.iterator();
    }
}
