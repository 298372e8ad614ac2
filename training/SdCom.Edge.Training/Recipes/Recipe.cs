using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Training.Recipes;

/// <summary>Everything that decides a training run, as its JSON file writes it. The same recipe on one thread gives the same weights.</summary>
public sealed record Recipe
{
    /// <summary>The run's name: its folder under artifacts/runs, and the package's default name.</summary>
    public required string Name { get; init; }

    /// <summary>Where all chance comes from.</summary>
    public required long Seed { get; init; }

    /// <summary><c>float32</c>, or <c>bfloat16</c> for the trunks' passes of a step, where the device can; losses, statistics, weights and the optimiser stay float32.</summary>
    public string Precision { get; init; } = "float32";

    public required NetworkDescription Network { get; init; }

    public PretrainedFiles Pretrained { get; init; } = new();

    public required DataRecipe Data { get; init; }

    /// <summary>The pose stage; left out, there is none.</summary>
    public PoseRecipe? Pose { get; init; }

    /// <summary>The glance stage; left out, there is none.</summary>
    public GlanceRecipe? Glance { get; init; }

    public required SupernetRecipe Supernet { get; init; }

    /// <summary>The fusion stage; left out, there is none.</summary>
    public FusionRecipe? Fusion { get; init; }

    public required PolicyRecipe Policy { get; init; }

    /// <summary>What only the published training reads, <c>train --faithful</c>.</summary>
    public PublishedRecipe Published { get; init; } = new();

    /// <summary>The joint stage; left out, there is none.</summary>
    public JointRecipe? Joint { get; init; }

    /// <summary>Whether steps compute in bfloat16.</summary>
    [JsonIgnore]
    public bool InBfloat16 => Precision == "bfloat16";

    /// <summary>The folder that relative paths start from: the recipe file's.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>The full path of a file that the recipe names.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);
}

/// <summary>Weights to start from, relative to the recipe: ImageNet files, or the file of a run with the same trunk (its pose.safetensors, for one). A trunk without a file starts from random numbers.</summary>
public sealed record PretrainedFiles
{
    public string? Static { get; init; }

    public string? Dynamic { get; init; }

    /// <summary>Whether an ImageNet trunk's channels are put in order of importance before it is slimmed, so that narrow widths keep the best ones.</summary>
    public bool SortChannels { get; init; } = true;
}

/// <summary>Which clips, and how pictures are cut out of them.</summary>
public sealed record DataRecipe
{
    internal const string MultiScale = "multiScale";

    /// <summary>The annotations, relative to the recipe: for the format csv a file with path,label and optionally subject|source, subset.</summary>
    public required string Clips { get; init; }

    /// <summary>How the annotations are written: csv, folders (class/clip), activitynet, fcvid, mini-kinetics, something-v1 or something-v2.</summary>
    public string Format { get; init; } = "csv";

    /// <summary>The folder of videos or extracted frames, relative to the recipe; left out, where the format has it.</summary>
    public string? Media { get; init; }

    /// <summary>Frames a second of folders of extracted frames; left out, what the format says (25, Something-Something 12).</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Clips that cannot be read are reported and skipped; more of them than this stop the run.</summary>
    public int MaxBadClips { get; init; } = 10;

    public string TrainSubset { get; init; } = "train";

    public string TestSubset { get; init; } = "test";

    /// <summary>A subset of its own that is held out to choose by, in lists that have one.</summary>
    public string? ValidationSubset { get; init; }

    /// <summary>Groups of the training subset that are held out: curve, temperature and threshold come from them. None: from the training clips themselves.</summary>
    public IReadOnlyList<string> ValidationSubjects { get; init; } = [];

    /// <summary>The class that means "no action"; a recogniser that answers it reports no event. The data may lack it.</summary>
    public string NoActionClass { get; init; } = "idle";

    /// <summary>Most clips of a class and subset, for small runs.</summary>
    public int? MaxClipsPerClass { get; init; }

    /// <summary>Rendered clips of each class that join the training clips, where the renderer knows the class.</summary>
    public int SyntheticClipsPerClass { get; init; }

    /// <summary>Which frames of a clip training sees: interval (one every intervalMs, as the recogniser does), global (a random frame of each of as many equal segments), random or uniform (the segments' middle frames).</summary>
    public string Sampling { get; init; } = "interval";

    /// <summary>Time between the frames that the recogniser processes.</summary>
    public required int IntervalMs { get; init; }

    /// <summary>Training draws the interval within this share around it: people who move faster or slower.</summary>
    public double IntervalJitter { get; init; } = 0.15;

    /// <summary>Pixels a side of the cached training pictures; training crops from them.</summary>
    public required int CacheSize { get; init; }

    /// <summary>Smallest training crop, in pixels of the cached picture.</summary>
    public required int CropMin { get; init; }

    /// <summary>random (a square of cropMin pixels or more, anywhere) or multiScale (the published sizes, shares 1, 7/8, 3/4 and 21/32 of the cached picture, at thirteen fixed places; cropMin is not used).</summary>
    public string Crop { get; init; } = "random";

    /// <summary>How often a clip is mirrored, 0 to 1. Not at all where the side matters: to the left would become to the right.</summary>
    public double Flip { get; init; }

    /// <summary>Classes whose clips are never mirrored.</summary>
    public IReadOnlyList<string> NoFlipClasses { get; init; } = [];

    /// <summary>What a mirrored clip of a class shows instead: <c>{"move_to_left": "move_to_right", "move_to_right": "move_to_left"}</c>.</summary>
    public IReadOnlyDictionary<string, string> FlipClasses { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Largest turn of the camera, in degrees to either side.</summary>
    public double Rotation { get; init; }

    /// <summary>Largest shift of the normalised picture's level.</summary>
    public double Brightness { get; init; } = 0.2;

    /// <summary>Largest relative change of the contrast.</summary>
    public double Contrast { get; init; } = 0.3;

    /// <summary>Largest relative change of one colour plane.</summary>
    public double ColourCast { get; init; } = 0.15;
}

/// <summary>The supernet stage: both trunks and the fusion, all widths at once.</summary>
public sealed record SupernetRecipe
{
    /// <summary>How often it sees every clip; 0 leaves the trunks as the stages before made them, and the fusion to the glance or fusion stage.</summary>
    public required int Epochs { get; init; }

    /// <summary>The first epochs that see small pictures, several times quicker; what they learn carries over (progressive resizing, Howard 2018).</summary>
    public int SmallEpochs { get; init; }

    /// <summary>Pixels a side of the small pictures; a multiple of the network's glance.</summary>
    public int SmallSize { get; init; }

    /// <summary>Clips a step.</summary>
    public required int Batch { get; init; }

    /// <summary><c>adamw</c> or <c>sgd</c> (momentum 0.9).</summary>
    public string Optimizer { get; init; } = "adamw";

    public required double LearningRate { get; init; }

    /// <summary>The fusion learns this many times faster than the pretrained trunks.</summary>
    public double FusionRate { get; init; } = 2;

    /// <summary>Multiples of the rate by the beginning of tensor names, such as <c>{"static": 0.5, "dynamic.layer1": 0.1}</c>; the longest one counts.</summary>
    public IReadOnlyDictionary<string, double> Rates { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Beginnings of the names of tensors that do not learn; frozen norms keep their statistics.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Batches whose mean gradient makes one step.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 60;

    public ScheduleRecipe Schedule { get; init; } = new();

    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Share of the full width's answers, against the labels, in what narrower widths learn from.</summary>
    public double Distillation { get; init; } = 0.5;

    /// <summary>How much of itself a second, averaged net keeps at each step, at most; 0 keeps none. Early steps keep less: (1 + step) / (10 + step).</summary>
    public double EmaDecay { get; init; }

    /// <summary>The averaged net is what is calibrated, validated and saved.</summary>
    public bool EmaWeights { get; init; }

    /// <summary>Narrower widths learn from the averaged net's full width instead of the live one's; costs one more forward pass a step.</summary>
    public bool EmaTeacher { get; init; }

    public double FeatureDropout { get; init; } = 0.2;

    public double PooledDropout { get; init; } = 0.3;

    /// <summary>Longest gradient; 0 leaves it alone.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Batches over which the norms' statistics are averaged anew at the end, per width.</summary>
    public int CalibrationBatches { get; init; } = 40;

    /// <summary>Validation after every this many epochs; 0 only at the end.</summary>
    public int EvaluateEvery { get; init; } = 5;

    public double CheckpointSeconds { get; init; } = 120;
}

/// <summary>The policy stage: the gate, and by choice the fusion, on features computed once.</summary>
public sealed record PolicyRecipe
{
    public required int Epochs { get; init; }

    /// <summary>Clips a step.</summary>
    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Batches whose mean gradient makes one step.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 20;

    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>The fusion's rate as a multiple of the gate's; 0 leaves it as the supernet stage made it.</summary>
    public double FusionRate { get; init; } = 0.3;

    /// <summary>Multiples of the rate by the beginning of tensor names, such as <c>{"static": 0.5, "dynamic.layer1": 0.1}</c>; the longest one counts. The gate's is 1 and the fusion's <see cref="FusionRate"/> unless named.</summary>
    public IReadOnlyDictionary<string, double> Rates { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Beginnings of the names of tensors that do not learn; frozen norms keep their statistics.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>How often every training clip is cut and jittered anew for the features.</summary>
    public required int FeatureDraws { get; init; }

    /// <summary>As published: width squared as cost, one fixed temperature, features times cumulative soft scores in training only, noise at inference.</summary>
    public bool Faithful { get; init; }

    /// <summary>Whether the evaluation draws widths with Gumbel noise on the scores, as published, to compare with; left out, only when faithful. A device always takes the best score.</summary>
    public bool? Noise { get; init; }

    /// <summary>Whether the evaluation trains a gate without memory to compare with; it costs one more pass over the training clips.</summary>
    public bool MemorylessBaseline { get; init; } = true;

    /// <summary>Largest price that training draws and the curve tries, in units of gate score for the full width's MACs.</summary>
    public double MaxPrice { get; init; } = 8;

    /// <summary>The one price that training knows; left out, every clip of a batch draws its own up to <see cref="MaxPrice"/>, and one gate serves every budget.</summary>
    public double? FixedPrice { get; init; }

    /// <summary>Loss of one full-width frame at price 1.</summary>
    public double CostWeight { get; init; } = 0.05;

    /// <summary>What the loss charges for a width: <c>macs</c>, its share of the full width's, or <c>widthSquared</c>; left out, macs, and widthSquared when faithful.</summary>
    public string? Cost { get; init; }

    /// <summary>Weight of the similarity loss, which pushes apart what both features bring into the fusion, so that the dynamic net is asked for what the static net does not see; 0 is off.</summary>
    public double Similarity { get; init; }

    /// <summary>Temperature of the Gumbel softmax in the first epoch, and in the last.</summary>
    public double FirstTemperature { get; init; } = 2;

    public double LastTemperature { get; init; } = 0.5;

    public double LabelSmoothing { get; init; } = 0.05;

    /// <summary>Whether widths are drawn with noise when they are evaluated.</summary>
    internal bool EvaluatesWithNoise => Noise ?? Faithful;

    /// <summary>The price of one clip in training.</summary>
    internal float DrawPrice(Random random) => (float)(FixedPrice ?? (random.NextDouble() * MaxPrice));
}
