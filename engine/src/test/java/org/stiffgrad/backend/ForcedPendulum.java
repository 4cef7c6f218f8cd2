package org.stiffgrad.backend;

import java.util.List;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.Variables;

/** A damped pendulum that is pushed, harder from time 1 on: a system without space. */
public final class ForcedPendulum implements OdeModel {
  /** When the push grows. */
  public static final double JUMP = 1;

  @Override
  public String name() {
    return "forced-pendulum";
  }

  @Override
  public List<String> components() {
    return List.of("angle", "speed", "work");
  }

  @Override
  public List<String> parameters() {
    return List.of("stiffness", "damping", "push");
  }

  @Override
  public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
    T speed = v.state(1);
    T strength = v.constant(JUMP).ifAtMost(v.t(), v.constant(3), v.constant(1));
    T push = v.parameter(2).times(strength).times(v.t().times(2).cos());
    T friction = v.parameter(1).times(speed.square().plus(0.1).sqrt()).times(speed);
    dudt[0] = speed;
    dudt[1] = push.minus(friction).minus(v.parameter(0).times(v.state(0).sin()));
    dudt[2] = push.times(speed).minus(v.state(2).times(v.state(2)));
  }

  @Override
  public double initialValue(int component) {
    return component == 0 ? 1 : 0;
  }

  @Override
  public double parameterValue(int parameter) {
    return 1 + parameter;
  }

  @Override
  public double[] discontinuityTimes() {
    return new double[] {JUMP};
  }
}
