using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Quantisation;

/// <summary>Plays clips through the static graph and through the dynamic graph of every width, as a recogniser would see them, and shows their activations.</summary>
public sealed class CalibrationRun : IDisposable
{
    private readonly ModelPackage model;
    private readonly BoundTensor<byte> image;
    private readonly PicturePreprocessor preprocessor;
    private readonly PictureChanges? changes;
    private readonly List<WatchedGraph> graphs = [];
    private readonly List<SkippedClip> skipped = [];

    /// <param name="model">The model.</param>
    /// <param name="engine">What runs the graphs.</param>
    /// <param name="folder">The model's trunks under their own file names, with the values to watch as further outputs.</param>
    public CalibrationRun(ModelPackage model, Engine engine, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        image = new BoundTensor<byte>(1, model.Network.InputSize, model.Network.InputSize, 3);
        preprocessor = new PicturePreprocessor(model.Network.InputSize, model.Network.Fit);
        changes = model.Network.SeesChanges ? new PictureChanges(image.Span.Length) : null;
        foreach (string file in (string[])[ModelFiles.Static, .. model.Network.Widths.NonZero.Select(ModelFiles.Dynamic)])
            graphs.Add(new WatchedGraph(engine, Path.Combine(folder, file), image));
    }

    /// <summary>Clips that could not be read, and why.</summary>
    public IReadOnlyList<SkippedClip> Skipped => skipped;

    /// <summary>Frames that were shown.</summary>
    public int Frames { get; private set; }

    /// <summary>Plays all clips.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(IReadOnlyList<Clip> clips, ActivationWatcher watcher, Action<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clips);
        for (int i = 0; i < clips.Count; i++)
        {
            Play(clips[i], watcher, cancel);
            progress?.Invoke(i + 1);
        }
    }

    public void Dispose()
    {
        graphs.ForEach(graph => graph.Dispose());
        image.Dispose();
    }

    private void Play(Clip clip, ActivationWatcher watcher, CancellationToken cancel)
    {
        graphs.ForEach(graph => graph.Reset());
        changes?.Reset();
        int before = Frames;
        using OpenClip open = new(clip, TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs));
        while (open.Take() is { } frame)
        {
            cancel.ThrowIfCancellationRequested();
            preprocessor.Fill(frame.Bgr, frame.Width, frame.Height, frame.Stride, image.Span);
            open.Return(frame, FrameFate.Processed);
            changes?.Replace(image.Span);
            graphs.ForEach(graph => graph.Run(watcher));
            Frames++;
        }

        if (Frames == before)
            skipped.Add(new SkippedClip(clip.Path, open.Problem ?? $"{clip.Path}: no frame could be read; is the clip empty?"));
    }
}
