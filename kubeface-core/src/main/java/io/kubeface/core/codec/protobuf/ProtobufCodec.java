package io.kubeface.core.codec.protobuf;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.kubeface.core.codec.Codec;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.UndecodableValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Protobuf messages of generated classes, full or lite, in their own form. */
public final class ProtobufCodec implements Codec {

    @Override
    public String id() {
        return "protobuf";
    }

    /** {@inheritDoc} A message without a generated class, as DynamicMessage, has no class to be read as. */
    @Override
    public boolean encodes(Object value) {
        if (!(value instanceof MessageLite)) {
            return false;
        }
        try {
            return isDefault(value.getClass().getMethod("getDefaultInstance"), value.getClass());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    @Override
    public void encode(Object value, OutputStream out) throws IOException {
        ((MessageLite) value).writeTo(out);
    }

    @Override
    public Object decode(InputStream in, String type, DecodeScope scope) throws IOException {
        MessageLite instance = defaultInstance(type, scope);
        try {
            return instance.getParserForType().parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new UndecodableValueException("it is no message of type " + type + ": " + e.getMessage(), e);
        }
    }

    private static MessageLite defaultInstance(String name, DecodeScope scope) throws UndecodableValueException {
        Class<?> type;
        try {
            type = Class.forName(name, false, scope.loader());
        } catch (ClassNotFoundException e) {
            throw new UndecodableValueException("class " + name + " is not on the class path here.", e);
        }
        scope.check(type);
        try {
            Method method = type.getMethod("getDefaultInstance");
            if (MessageLite.class.isAssignableFrom(type) && isDefault(method, type)) {
                return (MessageLite) method.invoke(null);
            }
        } catch (ReflectiveOperationException e) {
            throw new UndecodableValueException(name + " is no accessible generated protobuf message: " + e, e);
        }
        throw new UndecodableValueException(name + " is no generated protobuf message.", null);
    }

    private static boolean isDefault(Method method, Class<?> type) {
        return Modifier.isStatic(method.getModifiers()) && method.getReturnType() == type;
    }
}
