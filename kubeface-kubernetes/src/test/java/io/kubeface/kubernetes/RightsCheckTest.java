package io.kubeface.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RightsCheckTest {

    @Test
    void theRightsThatAreAskedForAreThoseThatTheManifestGrants() throws Exception {
        assertThat(Right.ALL).doesNotHaveDuplicates();
        assertThat(new HashSet<>(Right.ALL)).isEqualTo(granted());
    }

    @Test
    void whatIsMissingIsNamedWithTheCommandsThatGrantIt() {
        String text = RightsCheck.told(
                List.of(new Right("pods", "watch"), new Right("pods", "delete"), new Right("pods/log", "get")), "work");

        assertThat(text)
                .contains("may not: watch,delete pods; get pods/log.")
                .contains("kubectl create role kubeface-driver-pods -n work --verb=watch,delete --resource=pods; "
                        + "kubectl create rolebinding kubeface-driver-pods -n work --role=kubeface-driver-pods"
                        + " --user=DRIVER")
                .contains("--verb=get --resource=pods/log");
    }

    @SuppressWarnings("unchecked")
    private static Set<Right> granted() throws Exception {
        Set<Right> rights = new HashSet<>();
        for (String document : Files.readString(Path.of("../deploy/kubernetes/driver-rbac.yaml"))
                .split("(?m)^---$", -1)) {
            Map<String, Object> manifest = Serialization.unmarshal(document, Map.class);
            if (manifest.get("kind").equals("Role")) {
                for (Map<String, List<String>> rule : (List<Map<String, List<String>>>) manifest.get("rules")) {
                    rule.get("resources")
                            .forEach(resource ->
                                    rule.get("verbs").forEach(verb -> rights.add(new Right(resource, verb))));
                }
            }
        }
        return rights;
    }
}
