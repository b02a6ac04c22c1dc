package io.kubeface.pubsub;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.pubsub.v1.Topic;

/** Makes a topic fit. Each method says whether something had to be done; its calls block and throw what the client throws. */
record TopicSetup(String topic) {
    private static final int POLICY_WITH_CONDITIONS = 3;

    boolean create(PublisherStub service) {
        try {
            service.createTopicCallable().call(Topic.newBuilder().setName(topic).build());
            return true;
        } catch (AlreadyExistsException e) {
            return false;
        }
    }

    /** A policy that somebody else changes meanwhile is not written: it carries its version. */
    boolean grant(PublisherStub service, String member, String role) {
        Policy policy = service.getIamPolicyCallable()
                .call(GetIamPolicyRequest.newBuilder()
                        .setResource(topic)
                        .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(POLICY_WITH_CONDITIONS))
                        .build());
        if (policy.getBindingsList().stream()
                .anyMatch(binding -> binding.getRole().equals(role)
                        && !binding.hasCondition()
                        && binding.getMembersList().contains(member))) {
            return false;
        }
        service.setIamPolicyCallable()
                .call(SetIamPolicyRequest.newBuilder()
                        .setResource(topic)
                        .setPolicy(policy.toBuilder()
                                .setVersion(POLICY_WITH_CONDITIONS)
                                .addBindings(Binding.newBuilder().setRole(role).addMembers(member)))
                        .build());
        return true;
    }
}
