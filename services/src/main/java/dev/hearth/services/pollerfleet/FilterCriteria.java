package dev.hearth.services.pollerfleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.event.ruler.Machine;

/**
 * Patterns of which an item must match one, decided by AWS's own matcher (developer guide, "Control which events
 * Lambda sends").
 */
final class FilterCriteria implements ItemFilter {

    private static final Logger LOG = LoggerFactory.getLogger(FilterCriteria.class);

    private final Machine machine = Machine.builder().build();

    /** @param patterns that were checked when the mapping was made */
    FilterCriteria(List<String> patterns) {
        for (String pattern : patterns) {
            try {
                machine.addRule(pattern, pattern);
            } catch (IOException notAPattern) {
                throw new IllegalArgumentException("not a pattern: " + pattern, notAPattern);
            }
        }
    }

    @Override
    public boolean matches(EventSource.Item item) {
        String json =
                StandardCharsets.UTF_8.decode(item.filterable().duplicate()).toString();
        try {
            return !machine.rulesForJSONEvent(json).isEmpty();
        } catch (Exception notJson) {
            LOG.debug("an item that is no JSON object matches no pattern", notJson);
            return false;
        }
    }
}
