package dev.hearth.services.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** {@link ConcurrencyStore} in memory. */
final class MemoryConcurrencyStore implements ConcurrencyStore {

    private final Map<String, Reserved> reserved = new ConcurrentSkipListMap<>();
    private final Map<String, Provisioned> provisioned = new ConcurrentSkipListMap<>();

    @Override
    public List<Reserved> reserved() {
        return new ArrayList<>(reserved.values());
    }

    @Override
    public List<Provisioned> provisioned() {
        return new ArrayList<>(provisioned.values());
    }

    @Override
    public void put(Reserved wish) {
        reserved.put(wish.function(), wish);
    }

    @Override
    public void put(Provisioned wish) {
        provisioned.put(key(wish.function(), wish.qualifier()), wish);
    }

    @Override
    public void deleteReserved(String function) {
        reserved.remove(function);
    }

    @Override
    public void deleteProvisioned(String function, String qualifier) {
        provisioned.remove(key(function, qualifier));
    }

    @Override
    public void forget(String function) {
        reserved.remove(function);
        provisioned.values().removeIf(known -> known.function().equals(function));
    }

    private static String key(String function, String qualifier) {
        return function + ":" + qualifier;
    }
}
