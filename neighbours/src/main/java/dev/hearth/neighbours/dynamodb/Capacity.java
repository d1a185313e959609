package dev.hearth.neighbours.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operation costs, in capacity units.
 *
 * @param table its name
 * @param units of the table itself
 * @param local by index
 * @param global by index
 */
public record Capacity(String table, double units, Map<String, Double> local, Map<String, Double> global) {

    static Capacity of(String table, double units) {
        return new Capacity(table, units, Map.of(), Map.of());
    }

    /** Of table and indexes. */
    public double total() {
        return units
                + local.values().stream().mapToDouble(Double::doubleValue).sum()
                + global.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Both together, of the same table. */
    public Capacity plus(Capacity other) {
        return new Capacity(table, units + other.units, sum(local, other.local), sum(global, other.global));
    }

    private static Map<String, Double> sum(Map<String, Double> one, Map<String, Double> other) {
        Map<String, Double> sum = new TreeMap<>(one);
        other.forEach((name, units) -> sum.merge(name, units, Double::sum));
        return sum;
    }

    /** This, {@code factor} times. */
    Capacity times(int factor) {
        Map<String, Double> allLocal = new HashMap<>(local);
        allLocal.replaceAll((_, each) -> each * factor);
        Map<String, Double> allGlobal = new HashMap<>(global);
        allGlobal.replaceAll((_, each) -> each * factor);
        return new Capacity(table, units * factor, allLocal, allGlobal);
    }
}
