package dev.hearth.neighbours.iam;

import dev.hearth.neighbours.seal.Seal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@link KeyRing} over a map of all keys. A secret is opened when its key first signs. */
final class HeldKeys implements KeyRing {

    private static final String SESSION_PREFIX = "ASIA";

    private final Map<String, Signer> fixed;
    private final Seal seal;
    private final Sessions sessions;
    private final String account;
    private final Principals principals;
    private final Map<String, IamEntity> kept = new ConcurrentHashMap<>();
    private final Map<String, Signer> opened = new ConcurrentHashMap<>();

    HeldKeys(Map<String, Signer> fixed, IamStore store, Seal seal, Sessions sessions, String account) {
        this.fixed = Map.copyOf(fixed);
        this.seal = seal;
        this.sessions = sessions;
        this.account = account;
        this.principals = new Principals(account);
        store.signers().forEach(this::learn);
    }

    @Override
    public @Nullable Signer find(String accessKeyId, @Nullable String token) {
        if (token != null) {
            Signer session = sessions.find(accessKeyId, token);
            return session == null ? null : principals.known(session);
        }
        Signer own = fixed.get(accessKeyId);
        if (own != null) {
            return own;
        }
        Signer user = opened.get(accessKeyId);
        return user != null ? user : open(accessKeyId);
    }

    private @Nullable Signer open(String accessKeyId) {
        IamEntity key = kept.get(accessKeyId);
        String secret = key == null ? null : key.setting(IamSetting.SECRET);
        if (key == null || secret == null || !"Active".equals(key.setting(IamSetting.STATUS))) {
            return null;
        }
        // A key's path and id are its user's ARN and unique id: whoever signs is known without reading the users.
        Caller caller = new Caller(Caller.Kind.USER, key.path(), key.id(), account, "");
        Signer signer = new Signer(seal.open(secret, accessKeyId), caller, Long.MAX_VALUE);
        opened.put(accessKeyId, signer);
        if (kept.get(accessKeyId) != key) {
            opened.remove(accessKeyId);
        }
        return signer;
    }

    @Override
    public @Nullable String accountOf(String accessKeyId) {
        return fixed.containsKey(accessKeyId) || kept.containsKey(accessKeyId) || accessKeyId.startsWith(SESSION_PREFIX)
                ? account
                : null;
    }

    @Override
    public String sealed(String accessKeyId, String secret) {
        return seal.seal(secret, accessKeyId);
    }

    @Override
    public void learn(IamEntity entity) {
        switch (entity.kind()) {
            case KEY -> {
                kept.put(entity.name(), entity);
                opened.remove(entity.name());
            }
            case USER, ROLE -> principals.learn(entity);
            case GROUP, POLICY, PROFILE, ACCOUNT -> {}
        }
    }

    @Override
    public void forget(IamEntity entity) {
        switch (entity.kind()) {
            case KEY -> {
                kept.remove(entity.name());
                opened.remove(entity.name());
            }
            case USER, ROLE -> principals.forget(entity);
            case GROUP, POLICY, PROFILE, ACCOUNT -> {}
        }
    }
}
