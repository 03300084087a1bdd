package io.calloutauth.endpoint;

import java.util.List;
import java.util.stream.Stream;

/**
 * The cloud metadata services, which hand a machine's own credentials to whoever asks from it. No
 * relaxation opens them. Most of their addresses are {@link LinkLocal} and refused as such; here is
 * where they are besides.
 */
final class CloudMetadata {

  private static final List<Cidr> ADDRESSES =
      Stream.of(
              "169.254.169.254/32", // AWS, Azure, Google, Oracle, OpenStack and most others
              "100.100.100.200/32", // Alibaba
              "100.96.0.96/32", // Volcengine, BytePlus
              "192.0.0.192/32", // Oracle Classic
              "168.63.129.16/32", // Azure's wire server, which looks public
              "fd00:ec2::/32", // AWS: EC2, EKS and whatever it puts there next
              "fd20:ce::254/128", // Google
              "fd00:42::42/128", // Scaleway
              "fd00:a9fe:a9fe::1/128", // Akamai
              "fd00:100::100:200/128", // Alibaba
              "fd00:c1::a9fe:a9fe/128") // Oracle
          .map(Cidr::of)
          .toList();

  private static final List<String> NAMES =
      List.of(
          "metadata",
          "metadata.goog",
          "metadata.google.internal",
          "metadata.azure.internal",
          "metadata.tencentyun.com",
          "metadata.platformequinix.com",
          "metadata.packet.net",
          "api.metadata.cloud.ibm.com",
          "instance-data",
          "instance-data.ec2.internal",
          "rancher-metadata");

  private CloudMetadata() {}

  /** Tells whether an address is a metadata service, also when an IPv6 address wraps it. */
  static boolean hasAddress(byte[] address) {
    return isListed(address)
        || (address.length == 16
            && EmbeddedIpv4.candidates(address).stream().anyMatch(CloudMetadata::isListed));
  }

  /** Tells whether a host name in lower case is a metadata service or lies under one. */
  static boolean hasName(String host) {
    return NAMES.stream().anyMatch(name -> SpecialNames.isInOrUnder(host, name));
  }

  private static boolean isListed(byte[] address) {
    return ADDRESSES.stream().anyMatch(block -> block.contains(address));
  }
}
