using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions share: weight [out, in / groups, ...] and bias [out].</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    protected Parameter _weight;
    protected Parameter? _bias;

    protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type,
        long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(name)
    {
        if (in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException($"{in_channels} input and {out_channels} output channels must both be divisible by {groups} groups");
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        _weight = new Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype, device));
        register_parameter("weight", _weight);
        if (bias)
        {
            _bias = new Parameter(empty(out_channels, dtype, device));
            register_parameter("bias", _bias);
        }
        reset_parameters();
    }

    public Parameter weight
    {
        get => _weight;
        set
        {
            _weight = value;
            ConditionallyRegisterParameter(nameof(weight), value);
        }
    }

    public Parameter? bias
    {
        get => _bias;
        set
        {
            _bias = value;
            ConditionallyRegisterParameter(nameof(bias), value);
        }
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public bool transposed { get; }

    public Padding? padding_type { get; }

    public long[] padding { get; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    /// <summary>PyTorch's own first values: uniform within 1 / sqrt(fan in).</summary>
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(_weight, a: Math.Sqrt(5));
        if (_bias is null)
            return;
        (long fanIn, _) = nn.init.CalculateFanInAndFanOut(_weight);
        double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(_bias, -bound, bound);
    }
}

/// <summary>Convolution of pictures [N, C, H, W].</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(long in_channels, long out_channels, (long, long) kernel, (long, long)? stride, (long, long)? padding, Padding? padding_type,
        (long, long)? dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), in_channels, out_channels, [kernel.Item1, kernel.Item2], Pair(stride, 1), Pair(padding, 0), padding_type,
            Pair(dilation, 1), false, [0, 0], groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (padding_type is Padding named)
            return nn.functional.conv2d(input, _weight, _bias, stride, named, dilation, groups);
        if (padding_mode is PaddingModes.Zeros or PaddingModes.Constant)
            return nn.functional.conv2d(input, _weight, _bias, stride, padding, dilation, groups);
        using Tensor padded = nn.functional.pad(input, [padding[1], padding[1], padding[0], padding[0]], padding_mode);
        return nn.functional.conv2d(padded, _weight, _bias, stride, null, dilation, groups);
    }

    private static long[] Pair((long, long)? value, long otherwise) => value is null ? [otherwise, otherwise] : [value.Value.Item1, value.Value.Item2];
}
