package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The cluster's own certificate authority: it makes hosts' certificates and the secret behind join tokens. */
final class Authority {

    private static final String NAME = "CN=hearth cluster";
    private static final int SERIAL_BYTES = 16;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Ports ports;

    private Authority(PrivateKey key, X509Certificate certificate, Ports ports) {
        this.key = key;
        this.certificate = certificate;
        this.ports = ports;
    }

    /** The authority kept in {@code folder}, made there when there is none. */
    static Authority open(Path folder, Ports ports) throws IOException {
        Path keyFile = folder.resolve("authority.key");
        Path certificateFile = folder.resolve("authority.crt");
        if (!Files.exists(certificateFile)) {
            KeyPair pair = Pem.newKeys();
            X509Certificate made =
                    sign(pair.getPublic(), NAME, pair.getPrivate(), ports, ClusterLimits.AUTHORITY_LIFE, true);
            Pem.write(keyFile, pair.getPrivate());
            Pem.write(certificateFile, made);
        }
        return new Authority(Pem.key(keyFile), Pem.certificate(certificateFile), ports);
    }

    /** Keeps another host's authority's key; its certificate comes with this host's own. */
    static void keep(Path folder, byte[] encoded) throws IOException {
        Pem.write(folder.resolve("authority.key"), Pem.privateKey(encoded));
    }

    /** Whether {@code folder} has all of an authority. */
    static boolean exists(Path folder) {
        return Files.exists(folder.resolve("authority.crt")) && Files.exists(folder.resolve("authority.key"));
    }

    /** For a host that may decide, which must be able to let others in. */
    byte[] encodedKey() {
        return key.getEncoded();
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for a host, as server and client. */
    X509Certificate certify(PublicKey host, String hostId, Duration life) throws IOException {
        return sign(host, "CN=" + hostId, key, ports, life, false);
    }

    /** Authenticates {@code message} for this cluster alone. */
    byte[] seal(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static X509Certificate sign(
            PublicKey subject, String name, PrivateKey issuer, Ports ports, Duration life, boolean authority)
            throws IOException {
        Instant now = ports.time().instant();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(NAME),
                    new BigInteger(1, ports.randomness().bytes(SERIAL_BYTES)),
                    Date.from(now.minus(ClusterLimits.CLOCK_SKEW)),
                    Date.from(now.plus(life)),
                    new X500Name(name),
                    subject);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IOException("cannot make a certificate", e);
        }
    }
}
