// SPDX-License-Identifier: GPL-3.0-or-later
// The open document: a network, the stack of steps that shapes it, what came of it, and the
// variants that were kept. Lives on the window's thread; work is done beside it and delivered
// through signals. Every edit of the stack goes through the undo stack.
#pragma once

#include "app/session/workspace.h"
#include "app/session/workspace_file.h"
#include "app/studio/document/jobs.h"
#include "app/studio/document/snapshot.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <map>
#include <optional>
#include <vector>

namespace espalier::studio {

/// The machine a document is modelled on, as the user chose or made it.
struct MachineState {
    QString accelerator; ///< id or file, as the command line takes them; empty: none
    QString dataflow;    ///< empty: the machine's own
    QString json;        ///< what was made of it by hand; empty: nothing

    bool operator==(const MachineState&) const = default;
};

class Follower;
class Saver;
struct OpenedWorkspace;

/// A step on the stack, with an identity that survives reordering and undo.
struct Card {
    std::uint64_t id = 0;
    Step step;
};

using Stack = std::vector<Card>;

class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(Jobs& jobs, QObject* parent = nullptr);
    ~Document() override;

    // --- what is open
    [[nodiscard]] bool is_open() const { return workspace_.has_value(); }

    /// A value: jobs take a copy. Only while is_open().
    [[nodiscard]] const Workspace& workspace() const { return *workspace_; }

    [[nodiscard]] const Network& network() const { return workspace_->network(); }

    /// For the title bar: "lenet-5-glyphs".
    [[nodiscard]] QString title() const;

    [[nodiscard]] std::uint64_t seed() const { return seed_; }

    void set_seed(std::uint64_t seed);

    /// Reads a network (path or bundled name) or a workspace file in a job, then emits opened().
    /// Recognised by content. A recipe file is put on the stack of the open network.
    void open(const QString& path_or_name);
    /// Takes a network that was read already.
    void open_network(Network network);
    /// Reads the network's file again in a job; stack, variants and settings stay.
    void reload();
    void close();

    // --- the workspace file
    /// Where it was saved or read; empty: never.
    [[nodiscard]] const QString& file_path() const { return file_path_; }

    /// What open() was given last, as an absolute path or a bundled name.
    [[nodiscard]] const QString& source() const { return source_; }

    /// Whether something would be lost now.
    [[nodiscard]] bool is_modified() const;

    /// What a workspace file keeps. Only while is_open().
    [[nodiscard]] WorkspaceFile workspace_file() const;
    /// Writes beside the window, then emits saved(), or failed() and everything is as it was.
    void save(const QString& path);

    [[nodiscard]] Saver& saver() { return *saver_; }

    // --- the stack
    [[nodiscard]] const Stack& stack() const { return stack_; }

    [[nodiscard]] Recipe recipe() const;
    /// nullptr where there is no such card.
    [[nodiscard]] const Card* card(std::uint64_t id) const;
    /// How the card's step stands in the newest working network; nullptr where not known yet.
    [[nodiscard]] const StepStanding* standing(std::uint64_t id) const;

    QUndoStack& undo_stack() { return undo_; }

    /// Edits; each is one undo entry. `position` < 0: at the end. Returns the new card's id.
    std::uint64_t add_step(const Step& step, int position = -1);
    void remove_step(std::uint64_t id);
    std::uint64_t duplicate_step(std::uint64_t id);
    void move_step(std::uint64_t id, int position);
    void set_enabled(std::uint64_t id, bool enabled);
    /// Throws Usage for a value the parameter does not take. Calls for one parameter merge into
    /// one undo entry until end_gesture().
    void set_param(std::uint64_t id, const std::string& key, const std::string& value);
    /// The same for several parameters in one edit, which is named after the last of them and
    /// merges with other edits of it: a gesture that also has to say what it aims at.
    void set_params(std::uint64_t id,
                    const std::vector<std::pair<std::string, std::string>>& values);
    void set_scope(std::uint64_t id, const Scope& scope);
    void set_recipe(const Recipe& recipe, const QString& undo_text);
    void end_gesture();

    // --- what came of it
    [[nodiscard]] SnapshotPtr original() const { return original_; }

    /// The newest network that follows the stack; a moment behind while it is being edited.
    [[nodiscard]] SnapshotPtr working() const { return working_; }

    /// What views show as "after": the original while B is held, else the working network.
    [[nodiscard]] SnapshotPtr shown() const { return blinking_ ? original_ : working_; }

    void set_blinking(bool blinking);

    [[nodiscard]] bool blinking() const { return blinking_; }

    /// True while the working network lags behind the stack.
    [[nodiscard]] bool is_following() const;

    [[nodiscard]] const std::vector<SnapshotPtr>& variants() const { return variants_; }

    /// Keeps the working network under a name ("" makes one up from the steps).
    void keep_variant(const QString& name = {});
    void add_variant(SnapshotPtr variant);
    void remove_variant(std::size_t index);
    void rename_variant(std::size_t index, const QString& name);
    /// Puts the variant's recipe on the stack.
    void use_variant(std::size_t index);

    // --- data and machine
    /// Opens both splits in a job; an empty name forgets them.
    void set_data(const QString& name);

    /// set_data() with the set that the network's card names, where it is at hand and neither user
    /// nor workspace chose one. Not an edit.
    void set_data_of_card();

    [[nodiscard]] QString data_name() const;

    [[nodiscard]] QString accelerator() const { return machine_.accelerator; }

    [[nodiscard]] QString dataflow() const { return machine_.dataflow; }

    [[nodiscard]] bool is_machine_edited() const { return !machine_.json.isEmpty(); }

    /// Ids as the command line takes them; an empty dataflow: the machine's own. Throws Usage. An
    /// edit that can be undone where it puts an edited machine aside.
    void set_accelerator(const QString& accelerator, const QString& dataflow = {});
    /// The chosen machine becomes the one that `json` describes, in one edit. Throws what is wrong
    /// with the description, and nothing is changed.
    void edit_machine(const QString& json, const QString& undo_text);
    /// The chosen machine as it was before any edit.
    void reset_machine();

    // --- jobs
    /// Runs steps that wait, then measures accuracy, latency and model of original and working
    /// network.
    void evaluate();
    /// Runs steps that wait.
    void run_steps();

    /// Someone else ran steps of the stack on a copy of workspace(): takes up what they made.
    void take_results() { follow(); }

    /// Measures the original network alone.
    void measure_original();

    /// `espalier compress ...` that does what the stack does.
    [[nodiscard]] QString command_line() const;

Q_SIGNALS:
    void opened();
    void closed();
    /// Cards were added, removed, moved or edited.
    void stack_changed();
    /// working() is a new snapshot, or shown() changed.
    void working_changed();
    /// original() or a variant got new figures.
    void original_changed();
    void variants_changed();
    void data_changed();
    void accelerator_changed();
    void seed_changed();
    /// Anything that a workspace file keeps was changed, by hand or by a job.
    void edited();
    /// is_modified() may say something else now.
    void modified_changed();
    void saved(const QString& path);
    /// Something the user asked for could not be done; shown as a banner.
    void failed(const QString& what, const espalier::Error& error);

private:
    friend class StackEdit;
    friend class MachineEdit;

    /// How a save that is under way was asked for.
    struct Saving {
        std::uint64_t id = 0;
        std::uint64_t edits = 0; ///< how many there were then
    };

    void connect_machine();
    void put_machine(const MachineState& state);
    void take_machine(AcceleratorChoice choice, const MachineState& state);
    void start(Network network);
    void begin_with(const Network& network);
    void model_original();
    void put_recipe(const Recipe& recipe, const QString& source);
    void open_workspace(OpenedWorkspace opened, const QString& source);
    void exchange_network(Network network);
    void connect_files();
    void mark_edited(bool beside_undo);
    void read_data(const QString& name, bool by_hand);
    void take_saved(std::uint64_t id, const QString& path, const std::optional<Error>& error);
    void put_stack(Stack stack);
    void push(Stack after, const QString& text, const std::string& merge_key = {});
    void follow();
    void take_working(const SnapshotPtr& snapshot);
    void take_measured(const std::string& key, const Metrics& metrics);
    void take_original(const Metrics& metrics);
    void take_original_model(const hw::NetworkCost& model);
    [[nodiscard]] std::string recipe_key(const Recipe& recipe) const;
    [[nodiscard]] QString step_title(const Step& step) const;

    Jobs& jobs_;
    std::optional<Workspace> workspace_;
    QUndoStack undo_;
    Stack stack_;
    std::uint64_t next_card_ = 1;
    std::uint64_t seed_ = 1;
    std::uint64_t gesture_ = 1;
    SnapshotPtr original_;
    SnapshotPtr working_;
    bool blinking_ = false;
    bool models_late_ = false; ///< original_ waits for a model that takes long
    std::vector<SnapshotPtr> variants_;
    std::map<std::string, Metrics> measured_; ///< accuracy and latency by recipe_key()
    MachineState machine_;

    QString file_path_;
    QString source_;
    WorkspaceFile kept_;   ///< what was read and is not shown: unknown keys, what is missing here
    bool changed_ = false; ///< something that undo does not know of
    bool filling_ = false; ///< changes come from a file, not from the user
    std::uint64_t edits_ = 0;
    std::optional<Saving> saving_;

    std::unique_ptr<Follower> follower_;
    std::unique_ptr<Saver> saver_;
};

} // namespace espalier::studio
