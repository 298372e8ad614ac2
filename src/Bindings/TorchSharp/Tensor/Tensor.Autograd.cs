using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The gathered gradient, null when there is none yet. Every read makes a new object over the same numbers.</summary>
        public Tensor? grad
        {
            get
            {
                Native.Check(Native.ts_get_grad(Handle, out TensorHandle r));
                return r.IsInvalid ? null : new Tensor(r);
            }
            set => Native.Check(Native.ts_set_grad(Handle, value?.Handle ?? TensorHandle.None));
        }

        /// <summary>Adds the gradient of this one-element tensor to the grad of every leaf that it was computed from.</summary>
        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad() => Native.Check(Native.ts_retain_grad(Handle));
    }
}
