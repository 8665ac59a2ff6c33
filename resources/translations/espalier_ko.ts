<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;un</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Add step: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to layer %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 parameters, %2 MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open sample %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network that comes with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command, technique, layer or sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a layer by name or kind</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StandingText</name>
    <message>
        <source>1 layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run yet with these settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run yet: needs labelled pictures, such as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run yet: needs pictures, such as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run yet: needs labelled pictures. Choose a data set first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not run yet: needs pictures. Choose a data set first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: parameters %2, MACs %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 weights in %3 masked, not removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: non-zeros %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switched off.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio</name>
    <message>
        <source>not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>original %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of pictures of the test split whose first guess is right (top-1), in per cent; the change is in percentage points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pictures of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of pictures with the right class among the five highest scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its card states %1. Evaluate (Ctrl+Enter) measures it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose data below, then Evaluate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluate (Ctrl+Enter) measures it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored (.espz)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of the file as .espz, each layer in its smallest format, with all index and table overhead. Counted exactly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The original&apos;s file has %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trainable values in the network&apos;s tensors, zeros included: weights, biases, batch-norm scale and shift.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of these, the ones that are not zero. Zeros save bytes in a sparse format, and time only on a machine that skips them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency, here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median time of one picture on this computer, with Espalier&apos;s own engine. Evaluate measures it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency, model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycles of the accelerator model over its clock, one picture: an analytical estimate, not silicon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no accelerator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture, zeros included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for one picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight not zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those whose weight is not zero: what is left on a machine that skips zero weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of zeros among the weights that take part in MACs; biases and batch norm do not count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × MAC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs, movement of data and leakage on the accelerator model, for one picture: an analytical estimate, not silicon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an accelerator below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This accelerator cannot run the network, or is still computing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, prices: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy of the multiply-accumulates themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRAM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy of the traffic to and from external memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ONNX opset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy as stated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (on its card, not measured here)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::ActivationSection</name>
    <message>
        <source>Activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs of the layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values that leave the layer for the first %1 pictures of the test split. Grey: the original, coloured: the network shown.
Height: share of all values in the bin; zeros stand apart above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic heights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic heights: shows bins that hold little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose data in the overview to see what leaves this layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of this layer is left to be looked at.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::AddStepDialog</name>
    <message>
        <source>Add step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a technique</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Techniques</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs no data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs labelled pictures.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Banner</name>
    <message>
        <source>What to do: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put this message away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::CardList</name>
    <message>
        <source>No steps yet. Add one, or take a recipe: each step works on what the one above it made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Choosers</name>
    <message>
        <source>Accelerator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (not on this computer)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Systolic array %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that accuracy is measured on, and that steps learn from.
Sets that are not on this computer say how to get them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Accelerator model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine whose energy and latency are modelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accelerator model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data&amp;flow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which operand stays in the array while the others move.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dataflow</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::CommandPalette</name>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible now. %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::CompareTableModel</name>
    <message>
        <source>removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The furthest that one weight moved.
max |W(B) − W(A)|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How alike the directions of the weights are; 1 is equal.
W(A)·W(B) / (|W(A)| |W(B)|)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer&apos;s parameters in the smallest format of an .espz file.
Bytes, positions, scales and tables included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max |ΔW|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::CompareView</name>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out layers that are the same on both sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of both networks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of the layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the weights of the selected layer are distributed on both sides.
Count of weights by value; zeros are left out and told in the title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How each weight differs: blue where B is smaller, red where it is larger.
W(B) − W(A); rows are outputs, columns inputs; the largest where several share a cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a layer to see its weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B − A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · zeros: A %2, B %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · B − A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights have different shapes on both sides: there is no difference to draw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> [bytes]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::DifferencePicture</name>
    <message>
        <source>output %1, input %2: B − A = %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::DisagreementList</name>
    <message>
        <source>Pictures need a data set: choose one beside the network&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluate both to see the pictures that one gets right and the other wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A variant that was kept before it was evaluated has no guesses to compare. Take it up, evaluate, and keep it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two were measured on other data than what is open now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture %1 of the test set, truly %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only A is right: %1 · only B is right: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first %1 are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both get the same pictures right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure the original and the working network on the test set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that one network gets right and the other wrong</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Document</name>
    <message>
        <source>add %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switch on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switch off %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layers of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy of the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take up %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accelerator model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>load recipe %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened, but something is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Opened, but something is missing (and %n more)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read %1 again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read the network again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluation failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The steps did not run to the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::ExportDialog</name>
    <message>
        <source>Export network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some steps wait to be run or failed: they are left out of the network below. Run them first (Ctrl+R) to take them in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;ONNX: for other programs (opset 17)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compressed (.espz): the smallest file, for Espalier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>working out the size…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not possible: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (%1 of the file it came from: %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Networks (*.onnx *.espz);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read back and run beside the network on random input: largest difference %1, largest output %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read back; not run, because this network holds operators that Espalier does not run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Figure</name>
    <message>
        <source>Save figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as table, copy, save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figure menu</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::FileActions</name>
    <message>
        <source>Cannot open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces (*.espalier);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Espalier Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps and variants that are not saved are lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes, or the recipe of a workspace (*.json *.espalier);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>load recipe %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot load %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot save %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::GraphView</name>
    <message>
        <source>No colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modelled energy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change of weight data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of zeros among the weights that are multiplied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of one stored weight; the widest where blocks are closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy for one picture on the chosen accelerator, modelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Non-zero weights times their bits, against the original.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operators of the network, from input to output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boxes are operators, arrows are what flows between them. Blocks that repeat are one box until it is opened.
Arrow keys walk along the edges, Enter or a double click opens and closes blocks, Ctrl and the wheel zoom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graph of the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metric that colours the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find by name or operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole network (0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the network into the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeated blocks as one box each, or with all their operators</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>▸ %n equal block(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>▸ block %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × a MAC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an accelerator to see energies; none is modelled now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read by</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Headline</name>
    <message>
        <source>not modelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × a MAC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Non-zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy, modelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of test pictures whose first guess is right; the change is in percentage points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of the network as an .espz file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trainable values that are not zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture, dense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For one picture on the chosen accelerator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For one picture on this computer, median.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::HeatMap</name>
    <message>
        <source>zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 outputs × %2 inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a cell: the largest of %1 × %2 weights</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::HeatSection</name>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row (output)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column (input)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outputs × inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each row is one output, each column one input and place in the kernel. Blue: negative, red: positive, hatched: exactly zero.
Colours follow the square root of the magnitude. In large layers a cell shows the largest weight of a block.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::HelpWindow</name>
    <message>
        <source>## Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>## References</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::HistogramPlot</name>
    <message>
        <source>Histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original [elements]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now [elements]</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::HistogramSection</name>
    <message>
        <source>Weight histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often weights have which value. Grey: the original; coloured: the network shown. Short lines: levels of the code.
Height: share of all weights in the bin; zeros stand apart above. Drag the line, or move it with the arrow keys, to prune.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic heights: shows bins that hold little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic heights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prune this layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds a step that sets half of this layer&apos;s weights to zero; then drag the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prunes below %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of this layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::InspectorView</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer was split: which of its halves to look at</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::JobStrip</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this job; nothing is lost (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::JobsView</name>
    <message>
        <source>waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::KernelSection</name>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Element</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output channel of the kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output channel, counted from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input channel of the kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input channel, counted from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same weights in the original and now, and what changed. Blue: negative, red: positive, hatched: exactly zero.
Of a layer without kernels: all weights of one output, folded into a square.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel of output %1, input %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of output %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::KernelView</name>
    <message>
        <source>original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayerBars</name>
    <message>
        <source>%1
original: %2
now: %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayerHeader</name>
    <message>
        <source>no weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight %1, now %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; gone from the network shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, now %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator, and shape of the weight: outputs, inputs of a group, kernel; matrices as they are stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trainable values of the layer, zeros included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of these, the ones that are not zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of zeros among the weights; biases do not count. The change is in percentage points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of one stored weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes in the smallest format for each of its parameters, without names and frame of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture, zeros included</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayerTableModel</name>
    <message>
        <source>%1 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Non-zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer of the original network that this row stems from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the layer computes, as an ONNX operator; several where it was split.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of the layer&apos;s output for one picture.
Batch, channels, height, width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trainable values: weights, biases, scale and shift of a normalisation.
Count, zeros included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trainable values that are not zero.
Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of zeros among the weights that are multiplied; biases are left out.
zeros / weights, in per cent; change in percentage points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture.
Dense count: zeros are not skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of one stored weight.
32 for float, k for k-bit codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer&apos;s parameters in the smallest format of an .espz file.
Bytes, positions, scales and tables included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layer&apos;s part of the modelled energy; choose an accelerator to see it.
energy of the layer / energy of the network, in per cent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
change</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayersView</name>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by name or operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out layers that are as in the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what the table shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it was in the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change against the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n layer(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>all as in the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n differ(s) from the original</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::studio::MainWindow</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Networks, workspaces and recipes (*.onnx *.espz *.espalier *.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Espalier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;Espalier %1&lt;/h3&gt;&lt;p&gt;Shapes a neural network to its hardware.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. It comes without any warranty.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data: %1 · accelerator: %2 · seed %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::OriginalCard</name>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 parameters, %3 MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, file of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::OverviewView</name>
    <message>
        <source>Parameters by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters, original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not zero, original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not zero, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero weights, now [%]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the zero channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds the step that takes channels out which contribute nothing, and proves that the outputs stay the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area: parameters of the layer in the original. Filled from below: the share that is left and not zero.
Click or use the arrow keys to choose a layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by zero weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour of the layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the colour of a layer means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers: original and now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey: the original. Coloured: the network shown, with the change.
Click or use Up and Down to choose a layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MACs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the bars measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About this network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These figures include only steps that have run; others wait or failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Masked, not removed:&lt;/b&gt; %1 weights are zero and still take part in every operation. They save bytes only in a sparse format.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::PairChart</name>
    <message>
        <source>A (area)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B (line)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>count</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::RangesSection</name>
    <message>
        <source>Range of each channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least, original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greatest, original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greatest, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Root mean square, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least to greatest weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For each output channel, from its least to its greatest weight. Grey: the original; coloured: the network shown.
Where ranges differ much, one scale for all channels wastes levels: quantise per channel.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::RecipeView</name>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a technique on the stack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a ready recipe, or load and save your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep as variant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the network as it is now, to compare it later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line that does what this stack does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load recipe…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>load %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe was not saved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Recovery</name>
    <message>
        <source>Unsaved work is not being kept for recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot recover</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::RecoveryDialog</name>
    <message>
        <source>Recover work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Espalier ended before this work was saved. Recover it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work that was not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
%2 · %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>never saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removes the selected work for good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the files for thirty days, but does not ask again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::ReportDialog</name>
    <message>
        <source>Write report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML: one page with everything inside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF: for paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown: tables for a repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON: for programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Measure latency on this machine after every step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open it afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stack is run step by step and measured after each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps that wait are run for the report; that may take a while.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports (*.html *.pdf *.md *.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::ScopePicker</name>
    <message>
        <source>Only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every layer it can handle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names or patterns, separated by commas.
* stands for any letters, ? for one: conv*, layer?.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers the step works on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers the step leaves alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All layers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the stack of steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or click it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The eye of the step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold, unfold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or double-click it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo brings it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the order of the tabs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B, held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In every view, until let go</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::SpectrumSection</name>
    <message>
        <source>Singular values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By rank: size (left), energy (right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Singular values over the largest of the original, on a logarithmic axis (grey: original, coloured: now), and the share of their squares up to each rank (dashed).
Drag the line, or move it with the arrow keys, to set the rank of the layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds a step that splits this layer into two thinner ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stays whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too large to be taken apart while you wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank for 90 / 95 / 99 % of the energy: %1 / %2 / %3 of %4. Splitting makes the layer smaller up to rank %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try SVD, rank %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rank %1: %2 of the energy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy up to it [%]</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::StartPage</name>
    <message>
        <source>%1 right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a network smaller and see what it costs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a network or workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or drop an .onnx, .espz, .espalier or recipe file anywhere in this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No installed font can draw Korean: install the package fonts-nanum.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::StepCard</name>
    <message>
        <source>Step %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read data and run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove zero channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more remarks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, not %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (%1 changed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the layers this step works on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::StorageFigure</name>
    <message>
        <source>Bytes of each parameter in each format .espz knows; the file takes the smallest (bold).
Entropy: what no format that treats elements as independent goes below (Shannon 1948).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts every parameter of the network shown in every format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 [B]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entropy [B]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage formats: %1 (out of date)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage formats: %1 altogether</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::TableExport</name>
    <message>
        <source>Save table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or save the table as it is shown, with exact numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Tile</name>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>original</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::Treemap</name>
    <message>
        <source>%1 (%2)
parameters: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not zero: %1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>espalier::studio::ZeroBar</name>
    <message>
        <source>Share of elements that are exactly zero; they are left out of the plot below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros: %1 (original %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shapes a neural network to its hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network, a workspace, or the name of a sample</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>technique</name>
    <message>
        <source>Split layers by singular values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaces a layer by two thinner ones whose product is nearly the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose ranks by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What decides the rank of each layer. Where it is not given, it is what is given: rank, energy or budget.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the least rank that keeps a share of the squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same rank for every layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a share of the parameters, spread where it keeps most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the squared singular values that each layer keeps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank of every layer; a layer that has less keeps what it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the weights of the chosen layers that is left; ranks go where they keep most energy for a parameter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split convolutions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the kernel becomes a matrix. 1x1 kernels and matrices have only one way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k x k to few channels, then 1 x 1 to all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k x 1 to few channels, then 1 x k to all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also where it does not pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Splits a layer even where both halves together are not smaller than it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains the network on, with pruned weights kept at zero and quantised ones on their levels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passes over the training pictures; a fraction is allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The highest of the schedule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures in one step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the last step that is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pull towards zero on weights (not on biases and batch norm).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the learning rate goes over the step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same throughout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down to zero along half a cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tenth after one half and after three quarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises to its highest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nesterov momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look ahead along the momentum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze batch norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running statistics and normalise with them, for few pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none, or flip, shift2, crop4 (by up to so many pixels) joined by +.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold batch normalisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts each batch normalisation into the weights and bias of the layer before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove what is masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes channels that contribute nothing out of the network, and proves on data that its outputs stay the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prove on data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the network before and after on pictures (random inputs where there are none) and refuse the result unless the outputs agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prune whole channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks the weakest channels with everything that depends on them, ready to be removed by materialise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the channels of the chosen layers that go. A share p of all channels is about 1 - (1 - p)^2 of the parameters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the weights of a channel become one number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of magnitudes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the L1 norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Root of the sum of squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the L2 norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Members of a group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the numbers of all layers a channel passes through are put together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every layer counts the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a channel in many layers counts more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In each group of layers every group loses the same share; over the whole network weak groups lose more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In each group of layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same share everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over the whole network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one ranking for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most in one group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No group loses more than this share of its channels, unless the ratio asked for is higher still.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channels that stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every group keeps at least this many channels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiple of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number of channels kept is rounded up to a multiple of this: vector units and processing elements work in such portions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prune small weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets the weights of smallest magnitude to zero and keeps them there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aim for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What decides how many weights go. Where it is not given, it is what is given: sparsity, params or bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A share of zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the weights of the chosen layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number of parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that are not zero, in the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number of bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the network as an .espz file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the weights of the chosen layers that are zero after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most this many parameters of the network are not zero after it; biases and batch norm count, and stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network takes at most this many bytes as an .espz file, every layer in the format that is smallest for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In each layer by itself every layer loses the same share; over the whole network large layers of small weights lose more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every layer gets the same sparsity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one threshold for all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most in one layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer loses more than this share of its weights, unless the sparsity asked for is higher still.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantise uniformly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stores weights, and activations where asked, in 2 to 16 bits of even steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 to 16; 0 leaves weights as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits of activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 to 16; 0 leaves activations float, and then no data is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranges of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One range for each output channel fits better; one for the whole weight stores fewer scales.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For each output channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the whole weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levels of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the levels lie around zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>around zero, one level less: zero is in the middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asymmetric</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the least to the greatest value, unsigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the range is found that the levels cover.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the least to the greatest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all but a share at the ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searched for each range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kullback-Leibler, as in TensorRT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Levels of activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range of activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of the training split that ranges of activations are measured on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the values inside the range, where it is found by percentile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the ends float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first and the last layer that multiply are left out: they are the most sensitive ones.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
