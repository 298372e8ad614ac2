using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Derivatives of what was recorded.</summary>
    public static class autograd
    {
        /// <summary>
        /// Gradients of outputs with respect to inputs, which are returned and not gathered in grad. For a second derivative pass
        /// create_graph and retain_graph. An input that the outputs do not depend on is an error, or null with allow_unused.
        /// </summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            using var from = new HandleList(outputs);
            using var to = new HandleList(inputs);
            using var given = new HandleList(grad_outputs);
            return Native.Adopt(Native.ts_grad(from.Pointers, from.Count, to.Pointers, to.Count, given.Pointers, given.Count, retain_graph ? 1 : 0,
                create_graph ? 1 : 0, allow_unused ? 1 : 0, out nint r, out int n), r, n)!;
        }

        /// <summary>Adds gradients to the grad of the leaves. retain_graph defaults to create_graph.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            using var from = new HandleList(tensors);
            using var given = new HandleList(grad_tensors);
            using var to = new HandleList(inputs);
            Native.Check(Native.ts_backward(from.Pointers, from.Count, given.Pointers, given.Count, retain_graph ?? create_graph ? 1 : 0,
                create_graph ? 1 : 0, to.Pointers, to.Count));
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }
}
