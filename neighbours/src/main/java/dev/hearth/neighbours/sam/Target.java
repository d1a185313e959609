package dev.hearth.neighbours.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What events of a function call: the function, or its alias.
 *
 * @param id its logical id
 * @param name expression of what names it in permissions and mappings
 * @param arn expression of its ARN
 * @param condition under which it exists, or null
 * @param passedOn attributes for what is made for its events
 */
record Target(
        String id,
        Map<String, Object> name,
        Map<String, Object> arn,
        @Nullable String condition,
        Map<String, Object> passedOn) {

    static Target of(Made made, Map<String, Object> passedOn) {
        boolean alias = made.type().equals("AWS::Lambda::Alias");
        Object condition = made.attributes().get("Condition");
        return new Target(
                made.id(),
                made.ref(),
                alias ? made.ref() : made.arn(),
                condition == null ? null : String.valueOf(condition),
                passedOn);
    }
}
