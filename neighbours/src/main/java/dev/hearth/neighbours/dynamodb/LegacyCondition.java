package dev.hearth.neighbours.dynamodb;

import java.util.List;

/**
 * A member of {@code QueryFilter}, {@code ScanFilter} or {@code KeyConditions}.
 *
 * @param operator {@code ComparisonOperator}
 * @param values {@code AttributeValueList}
 */
public record LegacyCondition(String operator, List<AttributeValue> values) {}
