using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Benchmarks;

/// <summary>Writes a whole package of any dynamic net with random weights: time and memory do not depend on what a net has learned.</summary>
internal static class RandomPackage
{
    /// <summary>Writes it into a folder; its parity vector is what plain sessions answer.</summary>
    /// <param name="dynamic">The dynamic net, such as <c>resnet-50</c>.</param>
    /// <param name="inputSize">Pixels a side.</param>
    /// <param name="folder">The package's folder.</param>
    /// <param name="rounding">How widths round their channels, see <see cref="NetworkDescription.Rounding"/>.</param>
    public static void Write(string dynamic, int inputSize, string folder, string? rounding)
    {
        NetworkDescription description = FixtureModel.RealSize with { Dynamic = dynamic, InputSize = inputSize, Rounding = rounding };
        ModelPackage package = FixtureModel.Write(Path.GetFullPath(folder), description);
        Console.WriteLine($"{folder}: {package.Network.Dynamic.Name} at {inputSize} px, random weights");
    }
}
