using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>A tensor that training changes. It takes over the tensor it is made from, which is invalid afterwards.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(Prepare(data, requires_grad))
    {
    }

    private static TensorHandle Prepare(torch.Tensor data, bool requiresGrad)
    {
        if (!data.is_leaf)
            throw new InvalidOperationException("a parameter can only be made of a leaf tensor; detach it first");
        data.requires_grad = requiresGrad;
        return data.Release();
    }
}
