package dev.hearth.drivers.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/**
 * Java's store of trusted certificates, in its oldest form, written by hand: the JDK's own writer puts the present time
 * into it, and newer forms put salt.
 */
final class JavaKeyStore {

    private static final int MAGIC = 0xfeedfeed;
    private static final int VERSION = 2;
    private static final int TRUSTED_CERTIFICATE = 2;
    /** Known to everybody; the store holds nothing secret. */
    private static final String PASSWORD = "changeit";

    private JavaKeyStore() {}

    /** The store of all certificates in {@code pem}. */
    static byte[] of(byte[] pem) throws IOException {
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(PASSWORD.getBytes(StandardCharsets.UTF_16BE));
            digest.update("Mighty Aphrodite".getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(new DigestOutputStream(bytes, digest));
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(all.size());
            int number = 0;
            for (Certificate each : all) {
                byte[] encoded = each.getEncoded();
                out.writeInt(TRUSTED_CERTIFICATE);
                out.writeUTF("ca-" + number++);
                out.writeLong(0);
                out.writeUTF("X.509");
                out.writeInt(encoded.length);
                out.write(encoded);
            }
            out.flush();
            bytes.writeBytes(digest.digest());
            return bytes.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new ImageException("a certificate of the packages cannot be read: " + e.getMessage(), e);
        }
    }
}
