using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>
/// Holds the tensors after a step to the published ones. A step moves them little, so that values alone would agree with no step at all: the change,
/// after minus before, must agree within a thousandth of its largest magnitude too, or within what float32 can tell of the values.
/// </summary>
internal sealed class Change(Dictionary<string, Tensor> before)
{
    public void Near(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual, double parameters, double statistics)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor value) in expected)
        {
            double tolerance = name.Contains(".running_", StringComparison.Ordinal) ? statistics : parameters;
            Assert.True(GoldenCase.Distance(value, actual[name]) <= tolerance, $"{name}: {GoldenCase.Distance(value, actual[name]):g3}");
            Tensor wanted = value - before[name];
            double largest = wanted.abs().max().ToDouble();
            double grain = 4 * float.BitIncrement(value.abs().max().ToSingle()) - (4 * value.abs().max().ToDouble()); // rounding of the subtraction
            double distance = GoldenCase.Distance(wanted, actual[name].detach() - before[name]);
            Assert.True(distance <= (1e-3 * largest) + grain, $"change of {name}: {distance:g3} of {largest:g3}");
        }
    }

    public static Dictionary<string, Tensor> Copy(NamedTensors named, SdCom.Edge.Core.WidthSet widths) =>
        GoldenCase.Published(named, widths).ToDictionary(e => e.Key, e => e.Value.detach().clone());
}
