package io.calloutauth.example.interop;

import io.calloutauth.oauth.ClientAuthentication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scene that is played once with each way to send a client secret. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
    value = ClientAuthentication.class,
    names = {"CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"})
@interface BothMethods {}
