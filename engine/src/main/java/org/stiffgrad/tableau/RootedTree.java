package org.stiffgrad.tableau;

import java.util.ArrayList;
import java.util.List;

/**
 * An unlabelled rooted tree, which stands for one elementary differential of an autonomous ODE.
 *
 * <p>Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 1993,
 * II.2.
 *
 * @param children the subtrees at the root, empty for the tree of one vertex
 * @param order the number of vertices
 * @param density the product over all vertices of the number of vertices at or above it
 */
record RootedTree(List<RootedTree> children, int order, long density) {

  /**
   * All rooted trees with at most {@code order} vertices, by increasing number of vertices; there
   * are 1, 1, 2, 4, 9, 20, 48 with 1, 2, ..., 7 vertices.
   */
  static List<RootedTree> upToOrder(int order) {
    List<RootedTree> trees = new ArrayList<>();
    for (int n = 1; n <= order; n++) {
      List<RootedTree> grown = new ArrayList<>();
      graft(trees, trees.size() - 1, n - 1, new ArrayList<>(), grown);
      trees.addAll(grown);
    }
    return trees;
  }

  /**
   * Adds to {@code grown} every tree whose root carries {@code children} and further trees with
   * {@code vertices} vertices together. The further ones are taken from {@code smaller} by
   * descending index from {@code last}, so each multiset of children arises once.
   */
  private static void graft(
      List<RootedTree> smaller,
      int last,
      int vertices,
      List<RootedTree> children,
      List<RootedTree> grown) {
    if (vertices == 0) {
      grown.add(withChildren(children));
      return;
    }
    for (int i = last; i >= 0; i--) {
      RootedTree child = smaller.get(i);
      if (child.order <= vertices) {
        children.add(child);
        graft(smaller, i, vertices - child.order, children, grown);
        children.remove(children.size() - 1);
      }
    }
  }

  private static RootedTree withChildren(List<RootedTree> children) {
    int order = 1;
    long density = 1;
    for (RootedTree child : children) {
      order += child.order;
      density *= child.density;
    }
    return new RootedTree(List.copyOf(children), order, order * density);
  }
}
