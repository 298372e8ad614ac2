using System.Text.RegularExpressions;

namespace SdCom.Edge.Training.Tests.Bindings;

/// <summary>What our binding has and the shortened list of official signatures leaves out.</summary>
internal static partial class OutsideTheList
{
    /// <summary>In the official sources, but not in the list.</summary>
    public static readonly string[] Members =
    [
        "Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f)",
        "Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f)",
        "Tensor narrow(Tensor input, long dim, long start, long length)",
        "Tensor select(Tensor input, long dim, long index)",
        "Tensor alias()",
        "Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false)",
        "Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false)",
        "Tensor new_ones(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false)",
        "TensorAccessor<T> data<T>()",
        "field ScalarType int16",
        "field ScalarType long",
    ];

    /// <summary>The member of its family that the list writes out: sizes in one number, elements of type float or long.</summary>
    public static string Family(string member)
    {
        string sizes = Sizes().Replace(member, "$1long size");
        string elements = Elements().Replace(sizes, "$1float");
        return elements.StartsWith("Tensor tensor(float scalar", StringComparison.Ordinal) ? elements.Replace("ScalarType? dtype = null, ", "", StringComparison.Ordinal) : elements;
    }

    [GeneratedRegex(@"^(Tensor (?:zeros|ones|empty|rand|randn)\()long (?:rows, long columns|dim0(?:, long dim\d)+)")]
    private static partial Regex Sizes();

    [GeneratedRegex(@"^(Tensor tensor\((?:IList<|Memory<)?)(?:bool|byte|sbyte|short|int|long|double)\b")]
    private static partial Regex Elements();
}
