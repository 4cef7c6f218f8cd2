package org.stiffgrad.gpu.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name that a library exports the function under. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface NativeFunction {
  String value();
}
