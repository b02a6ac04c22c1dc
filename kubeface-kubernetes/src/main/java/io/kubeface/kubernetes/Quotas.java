package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pure: what a quota's refusal means. The words are those of the API server's quota admission. */
final class Quotas {
    private static final Pattern EXCEEDED =
            Pattern.compile("exceeded quota: .*?requested: ([^ ]+), .*limited: ([^ ]+)");

    private Quotas() {}

    /** Whether a quota is used up, so that the same may be taken when others have gone. */
    static boolean isUsedUp(Throwable failure) {
        return failure instanceof KubernetesClientException refused
                && refused.getCode() == ApiFailures.FORBIDDEN
                && isExceeded(ApiFailures.said(refused))
                && !isTooSmall(ApiFailures.said(refused));
    }

    static boolean isExceeded(String said) {
        return said.contains("exceeded quota: ");
    }

    /** Whether the quota could not be kept if there were nothing else. */
    static boolean isTooSmall(String said) {
        Matcher match = EXCEEDED.matcher(said);
        if (!match.find()) {
            return false;
        }
        Map<String, Quantity> limits = quantities(match.group(2));
        return quantities(match.group(1)).entrySet().stream()
                .anyMatch(asked -> limits.containsKey(asked.getKey())
                        && asked.getValue()
                                        .getNumericalAmount()
                                        .compareTo(limits.get(asked.getKey()).getNumericalAmount())
                                > 0);
    }

    /** Of a list such as {@code limits.memory=1Gi,pods=1}; what cannot be read is left out. */
    private static Map<String, Quantity> quantities(String list) {
        Map<String, Quantity> result = new HashMap<>();
        for (String item : list.split(",", -1)) {
            String[] pair = item.split("=", 2);
            try {
                result.put(pair[0], Quantity.parse(pair[pair.length - 1].replaceAll("\\.$", "")));
            } catch (IllegalArgumentException e) {
                // Some newer form: then the refusal is one that may pass.
            }
        }
        return result;
    }
}
