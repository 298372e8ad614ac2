using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>What the session of one width reads and writes.</summary>
/// <param name="Width">The width.</param>
/// <param name="Graph">The package's graph.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Feature">The output that is the supplementary feature.</param>
internal sealed record WidthSession(
    Width Width,
    string Graph,
    IReadOnlyList<(string Name, OrtValue Value)> Inputs,
    IReadOnlyList<(string Name, OrtValue Value)> Outputs,
    BoundTensor<float> Feature);

/// <summary>Shows generated pictures to sessions that must answer alike.</summary>
/// <param name="model">Whose parity pictures they are.</param>
/// <param name="image">The picture that the sessions read.</param>
/// <param name="shiftState">The shift state that they read; null when the trunk does not shift.</param>
/// <param name="nextShiftState">The shift state that they write.</param>
internal sealed class WidthTrial(ModelPackage model, BoundTensor<byte> image, BoundTensor<float>? shiftState, BoundTensor<float>? nextShiftState)
{
    private const int Frames = 2; // the second meets the shift state of the first

    /// <summary>The features that a session answers to two pictures, one after the other, and the shift state that it leaves.</summary>
    public float[] Answer(BoundSession session, BoundTensor<float> feature)
    {
        List<float> answer = [];
        shiftState?.Span.Clear();
        for (int frame = 0; frame < Frames; frame++)
        {
            ParityPicture.Fill(model.Manifest.Parity.Seed, frame, image.Span);
            session.Run();
            answer.AddRange(feature.Span);
            nextShiftState?.Span.CopyTo(shiftState!.Span);
        }

        if (shiftState is not null)
            answer.AddRange(shiftState.Span);
        return [.. answer];
    }
}
