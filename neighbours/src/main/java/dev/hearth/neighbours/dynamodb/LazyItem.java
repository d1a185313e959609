package dev.hearth.neighbours.dynamodb;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link StoredItem} over the bytes of {@link ItemCodec}. */
final class LazyItem extends AbstractMap<String, AttributeValue> implements StoredItem {

    private final byte[] bytes;
    private @Nullable Map<String, AttributeValue> decoded;

    LazyItem(byte[] bytes) {
        this.bytes = bytes;
    }

    private Map<String, AttributeValue> decoded() {
        Map<String, AttributeValue> known = decoded;
        if (known == null) {
            known = ItemCodec.decode(bytes);
            decoded = known;
        }
        return known;
    }

    @Override
    public Set<Map.Entry<String, AttributeValue>> entrySet() {
        return decoded().entrySet();
    }

    @Override
    public @Nullable AttributeValue get(Object name) {
        return decoded().get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return decoded().containsKey(name);
    }

    @Override
    public void visit(Visitor visitor) {
        ItemWalk.of(bytes, visitor);
    }
}
