<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>레시피(&amp;R)</translation>
    </message>
    <message>
        <source>R&amp;un</source>
        <translation>실행(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a network, a workspace or a recipe</source>
        <translation>신경망, 작업 공간, 레시피를 엽니다</translation>
    </message>
    <message>
        <source>Start &amp;page</source>
        <translation>시작 페이지(&amp;P)</translation>
    </message>
    <message>
        <source>Samples, recent files, language and theme</source>
        <translation>예제, 최근 파일, 언어, 테마</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>다시 읽기(&amp;R)</translation>
    </message>
    <message>
        <source>Read the network&apos;s file again; the stack stays</source>
        <translation>신경망 파일을 다시 읽습니다. 스택은 그대로입니다</translation>
    </message>
    <message>
        <source>&amp;Save workspace</source>
        <translation>작업 공간 저장(&amp;S)</translation>
    </message>
    <message>
        <source>Save stack, variants and settings</source>
        <translation>스택, 변형, 설정을 저장합니다</translation>
    </message>
    <message>
        <source>Save workspace &amp;as…</source>
        <translation>다른 이름으로 작업 공간 저장(&amp;A)…</translation>
    </message>
    <message>
        <source>Save under another name</source>
        <translation>다른 이름으로 저장합니다</translation>
    </message>
    <message>
        <source>&amp;Export network…</source>
        <translation>신경망 내보내기(&amp;E)…</translation>
    </message>
    <message>
        <source>Write the compressed network as ONNX or .espz</source>
        <translation>압축한 신경망을 ONNX 또는 .espz로 씁니다</translation>
    </message>
    <message>
        <source>Write re&amp;port…</source>
        <translation>보고서 쓰기(&amp;P)…</translation>
    </message>
    <message>
        <source>Report as HTML, PDF or Markdown</source>
        <translation>HTML, PDF, Markdown 보고서</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>닫기(&amp;C)</translation>
    </message>
    <message>
        <source>Close the network</source>
        <translation>신경망을 닫습니다</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>Leave Espalier</source>
        <translation>Espalier를 끝냅니다</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>Take the last edit of the stack back</source>
        <translation>스택의 마지막 편집을 되돌립니다</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>되돌린 편집을 다시 합니다</translation>
    </message>
    <message>
        <source>&amp;Find layer…</source>
        <translation>층 찾기(&amp;F)…</translation>
    </message>
    <message>
        <source>Go to a layer by its name</source>
        <translation>이름으로 층을 찾아갑니다</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>명령 팔레트(&amp;C)…</translation>
    </message>
    <message>
        <source>Find any command, technique, layer or sample by typing</source>
        <translation>명령, 기법, 층, 예제를 입력하여 찾습니다</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>명령으로 복사(&amp;M)</translation>
    </message>
    <message>
        <source>The command line that does what the stack does</source>
        <translation>스택과 같은 일을 하는 명령줄</translation>
    </message>
    <message>
        <source>&amp;Add step…</source>
        <translation>단계 추가(&amp;A)…</translation>
    </message>
    <message>
        <source>Put a technique on the stack</source>
        <translation>스택에 기법 추가</translation>
    </message>
    <message>
        <source>Switch step &amp;on or off</source>
        <translation>단계 켜기/끄기(&amp;O)</translation>
    </message>
    <message>
        <source>Leave the selected step out, or take it in again (Space in the stack)</source>
        <translation>고른 단계를 빼거나 다시 넣습니다(스택에서 Space)</translation>
    </message>
    <message>
        <source>&amp;Duplicate step</source>
        <translation>단계 복제(&amp;D)</translation>
    </message>
    <message>
        <source>A second one of the selected step</source>
        <translation>고른 단계를 하나 더 만듭니다</translation>
    </message>
    <message>
        <source>Move step &amp;up</source>
        <translation>단계 위로(&amp;U)</translation>
    </message>
    <message>
        <source>Run it earlier</source>
        <translation>더 먼저 실행합니다</translation>
    </message>
    <message>
        <source>Move step dow&amp;n</source>
        <translation>단계 아래로(&amp;N)</translation>
    </message>
    <message>
        <source>Run it later</source>
        <translation>더 나중에 실행합니다</translation>
    </message>
    <message>
        <source>&amp;Remove step</source>
        <translation>단계 제거(&amp;R)</translation>
    </message>
    <message>
        <source>Take the selected step off the stack (Delete in the stack)</source>
        <translation>고른 단계를 스택에서 뺍니다(스택에서 Delete)</translation>
    </message>
    <message>
        <source>&amp;Load recipe…</source>
        <translation>레시피 불러오기(&amp;L)…</translation>
    </message>
    <message>
        <source>Put a recipe file&apos;s steps on the stack</source>
        <translation>레시피 파일의 단계를 스택에 올립니다</translation>
    </message>
    <message>
        <source>&amp;Save recipe…</source>
        <translation>레시피 저장(&amp;S)…</translation>
    </message>
    <message>
        <source>Write the stack as a recipe file</source>
        <translation>스택을 레시피 파일로 씁니다</translation>
    </message>
    <message>
        <source>&amp;Evaluate</source>
        <translation>평가(&amp;E)</translation>
    </message>
    <message>
        <source>Run waiting steps, then measure accuracy and latency</source>
        <translation>기다리는 단계를 실행한 뒤 정확도와 지연 시간을 잽니다</translation>
    </message>
    <message>
        <source>&amp;Run waiting steps</source>
        <translation>기다리는 단계 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Steps that need data run only when asked to</source>
        <translation>데이터가 필요한 단계는 요청할 때만 실행합니다</translation>
    </message>
    <message>
        <source>Fine-&amp;tune</source>
        <translation>미세 조정(&amp;T)</translation>
    </message>
    <message>
        <source>Add a fine-tuning step and show its training</source>
        <translation>미세 조정 단계를 추가하고 학습을 보여 줍니다</translation>
    </message>
    <message>
        <source>&amp;Keep as variant</source>
        <translation>변형으로 보관(&amp;K)</translation>
    </message>
    <message>
        <source>Keep the working network beside the original, to compare</source>
        <translation>비교할 수 있도록 작업 중인 신경망을 원본 옆에 보관합니다</translation>
    </message>
    <message>
        <source>&amp;Cancel job</source>
        <translation>작업 취소(&amp;C)</translation>
    </message>
    <message>
        <source>Stop what is running; nothing is lost</source>
        <translation>실행 중인 작업을 멈춥니다. 잃는 것은 없습니다</translation>
    </message>
    <message>
        <source>Show &amp;original</source>
        <translation>원본 보기(&amp;O)</translation>
    </message>
    <message>
        <source>Hold B to see the original in every view</source>
        <translation>B를 누르고 있으면 모든 보기에서 원본이 보입니다</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>확대(&amp;I)</translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation>글자를 크게</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>축소(&amp;O)</translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation>글자를 작게</translation>
    </message>
    <message>
        <source>&amp;Normal size</source>
        <translation>보통 크기(&amp;N)</translation>
    </message>
    <message>
        <source>The system&apos;s letter size</source>
        <translation>시스템의 글자 크기</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>발표 모드(&amp;P)</translation>
    </message>
    <message>
        <source>The whole screen, for a projector</source>
        <translation>프로젝터를 위한 전체 화면</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>배치 초기화(&amp;R)</translation>
    </message>
    <message>
        <source>Docks where they were at first</source>
        <translation>도크를 처음 자리로 되돌립니다</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>키보드 단축키(&amp;K)</translation>
    </message>
    <message>
        <source>All of them in one list</source>
        <translation>모든 단축키를 한 목록으로</translation>
    </message>
    <message>
        <source>Help for what has the focus</source>
        <translation>초점이 있는 곳의 도움말</translation>
    </message>
    <message>
        <source>&amp;About Espalier</source>
        <translation>Espalier 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>버전과 라이선스</translation>
    </message>
    <message>
        <source>Layout: &amp;explore</source>
        <translation>배치: 살펴보기(&amp;E)</translation>
    </message>
    <message>
        <source>Recipe and inspector beside the views</source>
        <translation>보기 옆에 레시피와 검사기</translation>
    </message>
    <message>
        <source>Layout: &amp;classroom</source>
        <translation>배치: 교실(&amp;C)</translation>
    </message>
    <message>
        <source>Large letters, and only the recipe beside the view</source>
        <translation>큰 글자, 보기 옆에는 레시피만</translation>
    </message>
    <message>
        <source>Layout: &amp;bench</source>
        <translation>배치: 작업대(&amp;B)</translation>
    </message>
    <message>
        <source>Room for tables and charts, with the list of jobs</source>
        <translation>표와 도표를 위한 자리와 작업 목록</translation>
    </message>
</context>
<context>
    <name>Lesson</name>
    <message>
        <source>Zero weights</source>
        <translation>0인 가중치</translation>
    </message>
    <message>
        <source>Stored size against the original</source>
        <translation>원본 대비 저장 크기</translation>
    </message>
    <message>
        <source>Parameters against the original</source>
        <translation>원본 대비 파라미터</translation>
    </message>
    <message>
        <source>MACs against the original</source>
        <translation>원본 대비 MAC</translation>
    </message>
    <message>
        <source>Energy against the original</source>
        <translation>원본 대비 에너지</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Accuracy lost</source>
        <translation>잃은 정확도</translation>
    </message>
    <message>
        <source>Bits of the widest weights</source>
        <translation>가장 넓은 가중치의 비트 수</translation>
    </message>
    <message>
        <source>Variants kept</source>
        <translation>보관한 변형</translation>
    </message>
    <message>
        <source>Accelerators chosen</source>
        <translation>고른 가속기</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1점</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>%1 이상</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>%1 이하</translation>
    </message>
    <message>
        <source>%1: %2; now %3</source>
        <translation>%1: %2, 지금 %3</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>아직 모름</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>The content is not what it should be</source>
        <translation>내용이 올바르지 않음</translation>
    </message>
    <message>
        <source>Not supported</source>
        <translation>지원하지 않음</translation>
    </message>
    <message>
        <source>The system refused</source>
        <translation>시스템이 거부함</translation>
    </message>
    <message>
        <source>This cannot be meant</source>
        <translation>뜻이 통하지 않음</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>It did not work</source>
        <translation>되지 않음</translation>
    </message>
    <message>
        <source>Fetch or write the file again: it may be incomplete, or of another kind than its name says.</source>
        <translation>파일을 다시 받거나 다시 쓰세요. 온전하지 않거나 이름과 다른 종류일 수 있습니다.</translation>
    </message>
    <message>
        <source>Choose other layers or settings, or a network without what is named.</source>
        <translation>다른 층이나 설정을 고르거나, 위에 적힌 것이 없는 신경망을 쓰세요.</translation>
    </message>
    <message>
        <source>Check that the file is there, that you may read and write in its folder, and that the disk has room.</source>
        <translation>파일이 있는지, 폴더에 읽고 쓸 수 있는지, 디스크에 자리가 있는지 확인하세요.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Add step: %1</source>
        <translation>단계 추가: %1</translation>
    </message>
    <message>
        <source>Go to layer %1</source>
        <translation>층으로 이동: %1</translation>
    </message>
    <message>
        <source>%1 parameters, %2 MACs</source>
        <translation>파라미터 %1, MAC %2</translation>
    </message>
    <message>
        <source>Open sample %1</source>
        <translation>예제 열기: %1</translation>
    </message>
    <message>
        <source>A network that comes with the program</source>
        <translation>프로그램에 포함된 신경망</translation>
    </message>
    <message>
        <source>Find a command, technique, layer or sample</source>
        <translation>명령, 기법, 층, 예제 찾기</translation>
    </message>
    <message>
        <source>Find a layer by name or kind</source>
        <translation>이름 또는 종류로 층 찾기</translation>
    </message>
</context>
<context>
    <name>StandingText</name>
    <message>
        <source>1 layer</source>
        <translation>층 1개</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>층 %1개</translation>
    </message>
    <message>
        <source> and others</source>
        <translation> 등</translation>
    </message>
    <message>
        <source>Not run yet with these settings.</source>
        <translation>이 설정으로 아직 실행하지 않았습니다.</translation>
    </message>
    <message>
        <source>Not run yet: needs labelled pictures, such as %1.</source>
        <translation>아직 실행하지 않았습니다. 레이블이 있는 그림이 필요합니다(예: %1).</translation>
    </message>
    <message>
        <source>Not run yet: needs pictures, such as %1.</source>
        <translation>아직 실행하지 않았습니다. 그림이 필요합니다(예: %1).</translation>
    </message>
    <message>
        <source>Not run yet: needs labelled pictures. Choose a data set first.</source>
        <translation>아직 실행하지 않았습니다. 레이블이 있는 그림이 필요합니다. 먼저 데이터 세트를 선택하십시오.</translation>
    </message>
    <message>
        <source>Not run yet: needs pictures. Choose a data set first.</source>
        <translation>아직 실행하지 않았습니다. 그림이 필요합니다. 먼저 데이터 세트를 선택하십시오.</translation>
    </message>
    <message>
        <source>Trained.</source>
        <translation>학습을 마쳤습니다.</translation>
    </message>
    <message>
        <source>Changes nothing.</source>
        <translation>아무것도 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>%1: parameters %2, MACs %3</source>
        <translation>%1: 파라미터 %2, MAC %3</translation>
    </message>
    <message>
        <source>%1 of %2 weights in %3 masked, not removed</source>
        <translation>%3: 가중치 %2개 중 %1개 마스크됨, 제거되지 않음</translation>
    </message>
    <message>
        <source>%1: non-zeros %2</source>
        <translation>%1: 0이 아닌 값 %2</translation>
    </message>
    <message>
        <source>Switched off.</source>
        <translation>꺼져 있습니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio</name>
    <message>
        <source>not measured</source>
        <translation>측정되지 않음</translation>
    </message>
    <message>
        <source>original %1</source>
        <translation>원본 %1</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Share of pictures of the test split whose first guess is right (top-1), in per cent; the change is in percentage points.</source>
        <translation>테스트 분할의 그림 중 첫 번째 예측이 맞은 비율(top-1, %)입니다. 변화는 퍼센트포인트 단위입니다.</translation>
    </message>
    <message>
        <source>%1 pictures of %2</source>
        <translation>%2: 그림 %1개</translation>
    </message>
    <message>
        <source>Top-5</source>
        <translation>Top-5</translation>
    </message>
    <message>
        <source>Share of pictures with the right class among the five highest scores.</source>
        <translation>점수가 가장 높은 다섯 클래스에 정답이 있는 그림의 비율입니다.</translation>
    </message>
    <message>
        <source>Its card states %1. Evaluate (Ctrl+Enter) measures it.</source>
        <translation>모델 카드에 적힌 값: %1. &apos;평가&apos;(Ctrl+Enter)로 측정합니다.</translation>
    </message>
    <message>
        <source>Choose data below, then Evaluate.</source>
        <translation>아래에서 데이터를 선택한 다음 &apos;평가&apos;를 실행하십시오.</translation>
    </message>
    <message>
        <source>Evaluate (Ctrl+Enter) measures it.</source>
        <translation>&apos;평가&apos;(Ctrl+Enter)로 측정합니다.</translation>
    </message>
    <message>
        <source>Stored (.espz)</source>
        <translation>저장 크기(.espz)</translation>
    </message>
    <message>
        <source>Bytes of the file as .espz, each layer in its smallest format, with all index and table overhead. Counted exactly.</source>
        <translation>.espz 파일의 바이트 수입니다. 각 층을 가장 작은 형식으로 저장하며 인덱스와 표의 오버헤드를 모두 포함합니다. 정확히 계산한 값입니다.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>The original&apos;s file has %1.</source>
        <translation>원본 파일: %1.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Trainable values in the network&apos;s tensors, zeros included: weights, biases, batch-norm scale and shift.</source>
        <translation>신경망 텐서의 학습 가능한 값으로, 0을 포함합니다: 가중치, 편향, 배치 정규화의 스케일과 시프트.</translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>Of these, the ones that are not zero. Zeros save bytes in a sparse format, and time only on a machine that skips them.</source>
        <translation>그중 0이 아닌 값입니다. 0은 희소 형식에서 바이트를 줄이며, 0을 건너뛰는 기기에서만 시간을 줄입니다.</translation>
    </message>
    <message>
        <source>Latency, here</source>
        <translation>지연 시간, 이 컴퓨터</translation>
    </message>
    <message>
        <source>Median time of one picture on this computer, with Espalier&apos;s own engine. Evaluate measures it.</source>
        <translation>이 컴퓨터에서 Espalier 자체 엔진으로 그림 한 장을 처리하는 시간의 중앙값입니다. &apos;평가&apos;로 측정합니다.</translation>
    </message>
    <message>
        <source>Latency, model</source>
        <translation>지연 시간, 모델</translation>
    </message>
    <message>
        <source>Cycles of the accelerator model over its clock, one picture: an analytical estimate, not silicon.</source>
        <translation>가속기 모델의 사이클 수를 클록으로 나눈 값(그림 한 장 기준)입니다. 실제 칩이 아닌 해석적 추정치입니다.</translation>
    </message>
    <message>
        <source>no accelerator</source>
        <translation>가속기 없음</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture, zeros included.</source>
        <translation>그림 한 장에 필요한 곱셈-누산 연산 수로, 0을 포함합니다.</translation>
    </message>
    <message>
        <source>for one picture</source>
        <translation>그림 한 장 기준</translation>
    </message>
    <message>
        <source>Weight not zero</source>
        <translation>가중치가 0이 아닌 MAC</translation>
    </message>
    <message>
        <source>Those whose weight is not zero: what is left on a machine that skips zero weights.</source>
        <translation>가중치가 0이 아닌 연산입니다. 0인 가중치를 건너뛰는 기기에서 남는 연산량입니다.</translation>
    </message>
    <message>
        <source>Zero weights</source>
        <translation>0인 가중치</translation>
    </message>
    <message>
        <source>Share of zeros among the weights that take part in MACs; biases and batch norm do not count.</source>
        <translation>MAC에 쓰이는 가중치 중 0의 비율입니다. 편향와 배치 정규화는 포함하지 않습니다.</translation>
    </message>
    <message>
        <source>%1 × MAC</source>
        <translation>%1 × MAC</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>에너지</translation>
    </message>
    <message>
        <source>MACs, movement of data and leakage on the accelerator model, for one picture: an analytical estimate, not silicon.</source>
        <translation>가속기 모델에서의 MAC, 데이터 이동, 누설 에너지(그림 한 장 기준)입니다. 실제 칩이 아닌 해석적 추정치입니다.</translation>
    </message>
    <message>
        <source>Choose an accelerator below.</source>
        <translation>아래에서 가속기를 선택하십시오.</translation>
    </message>
    <message>
        <source>This accelerator cannot run the network, or is still computing.</source>
        <translation>이 가속기는 신경망을 실행할 수 없거나 아직 계산 중입니다.</translation>
    </message>
    <message>
        <source>%1, %2, prices: %3</source>
        <translation>%1, %2, 에너지 단가: %3</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>연산</translation>
    </message>
    <message>
        <source>Energy of the multiply-accumulates themselves.</source>
        <translation>곱셈-누산 자체의 에너지입니다.</translation>
    </message>
    <message>
        <source>DRAM</source>
        <translation>DRAM</translation>
    </message>
    <message>
        <source>Energy of the traffic to and from external memory.</source>
        <translation>외부 메모리를 오가는 트래픽의 에너지입니다.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>전처리</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>노드</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>작성 프로그램</translation>
    </message>
    <message>
        <source>ONNX opset</source>
        <translation>ONNX opset</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>학습 데이터</translation>
    </message>
    <message>
        <source>Accuracy as stated</source>
        <translation>명시된 정확도</translation>
    </message>
    <message>
        <source>%1 (on its card, not measured here)</source>
        <translation>%1 (모델 카드의 값, 여기서 측정하지 않음)</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>생성 명령</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Stored size</source>
        <translation>저장 크기</translation>
    </message>
    <message>
        <source>Non-zeros</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>Energy (modelled)</source>
        <translation>에너지(모델링)</translation>
    </message>
    <message>
        <source>Latency (modelled)</source>
        <translation>지연 시간(모델링)</translation>
    </message>
    <message>
        <source>Latency (measured)</source>
        <translation>지연 시간(측정)</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>작업 중</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Loss of the step [nats]</source>
        <translation>학습 단계의 손실 [nats]</translation>
    </message>
    <message>
        <source>Training accuracy of the epoch so far [%]</source>
        <translation>현재까지 에포크의 학습 정확도 [%]</translation>
    </message>
    <message>
        <source>Held-out accuracy [%]</source>
        <translation>홀드아웃 정확도 [%]</translation>
    </message>
    <message>
        <source>Perplexity as stated</source>
        <translation>명시된 퍼플렉서티</translation>
    </message>
    <message>
        <source>%1 tokens of %2</source>
        <translation>%2의 토큰 %1개</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>퍼플렉서티</translation>
    </message>
    <message>
        <source>e to the power of the mean loss: among so many equally likely tokens the network chooses, on average.</source>
        <translation>평균 손실을 지수로 한 e의 거듭제곱. 신경망이 평균적으로 이만큼의 똑같이 그럴듯한 토큰 가운데서 고르는 셈입니다.</translation>
    </message>
    <message>
        <source>Its card states perplexity %1. Evaluate (Ctrl+Enter) measures it.</source>
        <translation>카드에는 퍼플렉서티 %1(으)로 적혀 있습니다. 평가(Ctrl+Enter)로 잴 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::AccuracyChart</name>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Accuracy [%]</source>
        <translation>정확도 [%]</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>홀드아웃</translation>
    </message>
    <message>
        <source>original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>The accuracy, once it trains</source>
        <translation>학습하면 정확도가 나타납니다</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ActivationSection</name>
    <message>
        <source>Activations</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>Outputs of the layer</source>
        <translation>층의 출력</translation>
    </message>
    <message>
        <source>Values that leave the layer for the first %1 pictures of the test split. Grey: the original, coloured: the network shown.
Height: share of all values in the bin; zeros stand apart above.</source>
        <translation>테스트 분할의 처음 %1개 그림에 대해 층에서 나가는 값입니다. 회색: 원본, 색상: 표시 중인 신경망.
높이: 전체 값 중 해당 구간의 비율. 0은 위쪽에 따로 표시됩니다.</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic heights</source>
        <translation>로그 높이</translation>
    </message>
    <message>
        <source>Logarithmic heights: shows bins that hold little</source>
        <translation>로그 높이: 값이 적은 구간도 보이게 합니다</translation>
    </message>
    <message>
        <source>Choose data in the overview to see what leaves this layer.</source>
        <translation>이 층의 출력을 보려면 개요에서 데이터를 선택하십시오.</translation>
    </message>
    <message>
        <source>Nothing of this layer is left to be looked at.</source>
        <translation>이 층에서 살펴볼 것이 남아 있지 않습니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::AddStepDialog</name>
    <message>
        <source>Add step</source>
        <translation>단계 추가</translation>
    </message>
    <message>
        <source>Find a technique</source>
        <translation>기법 찾기</translation>
    </message>
    <message>
        <source>Techniques</source>
        <translation>기법</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>기능</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>그런 이름의 기법이 없습니다.</translation>
    </message>
    <message>
        <source>Needs no data.</source>
        <translation>데이터가 필요하지 않습니다.</translation>
    </message>
    <message>
        <source>Needs pictures.</source>
        <translation>그림이 필요합니다.</translation>
    </message>
    <message>
        <source>Needs labelled pictures.</source>
        <translation>레이블이 있는 그림이 필요합니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ArrayPlayer</name>
    <message>
        <source>groups</source>
        <translation>그룹</translation>
    </message>
    <message>
        <source>images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>output pixels</source>
        <translation>출력 화소</translation>
    </message>
    <message>
        <source>output rows</source>
        <translation>출력 행</translation>
    </message>
    <message>
        <source>output columns</source>
        <translation>출력 열</translation>
    </message>
    <message>
        <source>filters</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>depth</source>
        <translation>깊이</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>filter rows</source>
        <translation>필터 행</translation>
    </message>
    <message>
        <source>filter columns</source>
        <translation>필터 열</translation>
    </message>
    <message>
        <source>%1 %2–%3 of %4</source>
        <translation>%1 %2–%3 (전체 %4)</translation>
    </message>
    <message>
        <source>the whole layer</source>
        <translation>층 전체</translation>
    </message>
    <message>
        <source>Step %1 of %2, cycle %3 of %4: %5</source>
        <translation>단계 %1/%2, 사이클 %3/%4: %5</translation>
    </message>
    <message>
        <source>%1 MACs after %2 cycles of computing</source>
        <translation>계산 %2 사이클까지 MAC %1회</translation>
    </message>
    <message>
        <source>; %1 weights and %2 inputs read, %3 results written</source>
        <translation>; 가중치 %1개와 입력 %2개를 읽고 결과 %3개를 씀</translation>
    </message>
    <message>
        <source>Back to the whole layer</source>
        <translation>층 전체로 돌아가기</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>재생과 일시 정지</translation>
    </message>
    <message>
        <source>Next cycle</source>
        <translation>다음 사이클</translation>
    </message>
    <message>
        <source>Next step: other operands in the array</source>
        <translation>다음 단계: 어레이에 다른 피연산자</translation>
    </message>
    <message>
        <source>Which step of the schedule is shown</source>
        <translation>스케줄의 어느 단계를 보이는지</translation>
    </message>
    <message>
        <source>Step of the schedule</source>
        <translation>스케줄의 단계</translation>
    </message>
    <message>
        <source>1 cycle</source>
        <translation>1 사이클</translation>
    </message>
    <message>
        <source>10 cycles</source>
        <translation>10 사이클</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 단계</translation>
    </message>
    <message>
        <source>How far the array goes in a tick</source>
        <translation>한 번에 나아가는 정도</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Banner</name>
    <message>
        <source>What to do: %1</source>
        <translation>해결 방법: %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Put this message away</source>
        <translation>이 메시지 닫기</translation>
    </message>
</context>
<context>
    <name>espalier::studio::BitsChart</name>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>오차</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>갱신</translation>
    </message>
    <message>
        <source>Batch-norm statistics</source>
        <translation>배치 정규화 통계</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>비트 수</translation>
    </message>
    <message>
        <source>Accuracy after training [%]</source>
        <translation>훈련 뒤 정확도 [%]</translation>
    </message>
    <message>
        <source>float32 throughout</source>
        <translation>모두 float32</translation>
    </message>
    <message>
        <source>A curve for each kind of number, once it was swept</source>
        <translation>훑어보면 수의 종류마다 곡선이 나타납니다</translation>
    </message>
    <message>
        <source>Accuracy [%] by restricted numbers and bits</source>
        <translation>제한한 수와 비트 수에 따른 정확도 [%]</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>제한한 수</translation>
    </message>
    <message numerus="yes">
        <source>%n bit(s)</source>
        <translation>
            <numerusform>%n비트</numerusform>
        </translation>
    </message>
    <message>
        <source>Bits needed</source>
        <translation>필요한 비트</translation>
    </message>
</context>
<context>
    <name>espalier::studio::CardList</name>
    <message>
        <source>No steps yet. Add one, or take a recipe: each step works on what the one above it made.</source>
        <translation>아직 단계가 없습니다. 단계를 추가하거나 레시피를 사용하십시오. 각 단계는 바로 위 단계의 결과를 처리합니다.</translation>
    </message>
    <message>
        <source>Drop here</source>
        <translation>여기에 놓기</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Choosers</name>
    <message>
        <source>Accelerator</source>
        <translation>가속기</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>%1 (not on this computer)</source>
        <translation>%1(이 컴퓨터에 없음)</translation>
    </message>
    <message>
        <source>Systolic array %1</source>
        <translation>시스톨릭 어레이 %1</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>데이터(&amp;D)</translation>
    </message>
    <message>
        <source>Pictures that accuracy is measured on, and that steps learn from.
Sets that are not on this computer say how to get them.</source>
        <translation>정확도를 측정하고 단계가 학습에 사용하는 그림입니다.
이 컴퓨터에 없는 데이터 세트에는 구하는 방법이 표시됩니다.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>&amp;Accelerator model</source>
        <translation>가속기 모델(&amp;A)</translation>
    </message>
    <message>
        <source>The machine whose energy and latency are modelled.</source>
        <translation>에너지와 지연 시간을 모델링할 대상 장치입니다.</translation>
    </message>
    <message>
        <source>Accelerator model</source>
        <translation>가속기 모델</translation>
    </message>
    <message>
        <source>Data&amp;flow</source>
        <translation>데이터플로우(&amp;F)</translation>
    </message>
    <message>
        <source>Which operand stays in the array while the others move.</source>
        <translation>다른 피연산자가 이동하는 동안 어레이에 머무는 피연산자입니다.</translation>
    </message>
    <message>
        <source>Dataflow</source>
        <translation>데이터플로우</translation>
    </message>
</context>
<context>
    <name>espalier::studio::CommandPalette</name>
    <message>
        <source>Find</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>검색 결과</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>그런 이름의 기법이 없습니다.</translation>
    </message>
    <message>
        <source>Not possible now. %1</source>
        <translation>지금은 실행할 수 없습니다. %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::CompareTableModel</name>
    <message>
        <source>removed</source>
        <translation>제거됨</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 층</translation>
    </message>
    <message>
        <source>The furthest that one weight moved.
max |W(B) − W(A)|</source>
        <translation>가중치 하나가 변한 최대 크기입니다.
max |W(B) − W(A)|</translation>
    </message>
    <message>
        <source>How alike the directions of the weights are; 1 is equal.
W(A)·W(B) / (|W(A)| |W(B)|)</source>
        <translation>가중치 방향의 유사도입니다. 1이면 같습니다.
W(A)·W(B) / (|W(A)| |W(B)|)</translation>
    </message>
    <message>
        <source>The layer&apos;s parameters in the smallest format of an .espz file.
Bytes, positions, scales and tables included</source>
        <translation>.espz 파일의 가장 작은 형식으로 저장한 층의 파라미터입니다.
바이트 단위, 위치, 스케일, 테이블 포함</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>A weights</source>
        <translation>A 가중치</translation>
    </message>
    <message>
        <source>B weights</source>
        <translation>B 가중치</translation>
    </message>
    <message>
        <source>A stored</source>
        <translation>A 저장 크기</translation>
    </message>
    <message>
        <source>B stored</source>
        <translation>B 저장 크기</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변화</translation>
    </message>
    <message>
        <source>max |ΔW|</source>
        <translation>max |ΔW|</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>코사인</translation>
    </message>
</context>
<context>
    <name>espalier::studio::CompareView</name>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Pictures (%1)</source>
        <translation>그림(%1)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>First network</source>
        <translation>첫 번째 신경망</translation>
    </message>
    <message>
        <source>Second network</source>
        <translation>두 번째 신경망</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>A와 B 바꾸기</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>차이만</translation>
    </message>
    <message>
        <source>Leave out layers that are the same on both sides</source>
        <translation>양쪽이 같은 층 제외</translation>
    </message>
    <message>
        <source>Layers of both networks</source>
        <translation>두 신경망의 층</translation>
    </message>
    <message>
        <source>Weights of the layer</source>
        <translation>층의 가중치</translation>
    </message>
    <message>
        <source>How the weights of the selected layer are distributed on both sides.
Count of weights by value; zeros are left out and told in the title</source>
        <translation>선택한 층의 가중치가 양쪽에서 어떻게 분포하는지 보여 줍니다.
값별 가중치 개수. 0은 제외하고 제목에 표시합니다</translation>
    </message>
    <message>
        <source>How each weight differs: blue where B is smaller, red where it is larger.
W(B) − W(A); rows are outputs, columns inputs; the largest where several share a cell</source>
        <translation>각 가중치의 차이입니다. 파란색은 B가 더 작은 곳, 빨간색은 B가 더 큰 곳입니다.
W(B) − W(A). 행은 출력, 열은 입력이며, 여러 값이 한 셀에 속하면 가장 큰 값을 표시합니다</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>작업 중</translation>
    </message>
    <message>
        <source>Select a layer to see its weights</source>
        <translation>층을 선택하면 가중치가 표시됩니다</translation>
    </message>
    <message>
        <source>%1 has no weights</source>
        <translation>%1: 가중치 없음</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
    <message>
        <source>%1 · zeros: A %2, B %3</source>
        <translation>%1 · 0의 개수: A %2, B %3</translation>
    </message>
    <message>
        <source>%1 · B − A</source>
        <translation>%1 · B − A</translation>
    </message>
    <message>
        <source>The weights have different shapes on both sides: there is no difference to draw.</source>
        <translation>양쪽 가중치의 형상이 달라 표시할 차이가 없습니다.</translation>
    </message>
    <message>
        <source> [bytes]</source>
        <translation> [바이트]</translation>
    </message>
    <message>
        <source>from</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>to</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>A count</source>
        <translation>A 개수</translation>
    </message>
    <message>
        <source>B count</source>
        <translation>B 개수</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Weights of A and B</source>
        <translation>A와 B의 가중치</translation>
    </message>
</context>
<context>
    <name>espalier::studio::DifferencePicture</name>
    <message>
        <source>output %1, input %2: B − A = %3</source>
        <translation>출력 %1, 입력 %2: B − A = %3</translation>
    </message>
</context>
<context>
    <name>espalier::studio::DisagreementList</name>
    <message>
        <source>Pictures need a data set: choose one beside the network&apos;s name.</source>
        <translation>그림을 보려면 데이터 세트가 필요합니다. 신경망 이름 옆에서 선택하십시오.</translation>
    </message>
    <message>
        <source>Evaluate both to see the pictures that one gets right and the other wrong.</source>
        <translation>한쪽만 맞힌 그림을 보려면 양쪽을 모두 평가하십시오.</translation>
    </message>
    <message>
        <source>A variant that was kept before it was evaluated has no guesses to compare. Take it up, evaluate, and keep it again.</source>
        <translation>평가하기 전에 보관한 변형에는 비교할 예측이 없습니다. 변형을 가져와 평가한 다음 다시 보관하십시오.</translation>
    </message>
    <message>
        <source>The two were measured on other data than what is open now.</source>
        <translation>두 신경망은 현재 열려 있는 것과 다른 데이터로 측정되었습니다.</translation>
    </message>
    <message>
        <source>A: %1</source>
        <translation>A: %1</translation>
    </message>
    <message>
        <source>B: %1</source>
        <translation>B: %1</translation>
    </message>
    <message>
        <source>Picture %1 of the test set, truly %2</source>
        <translation>테스트 세트의 그림 %1, 정답: %2</translation>
    </message>
    <message>
        <source>Only A is right: %1 · only B is right: %2</source>
        <translation>A만 정답: %1 · B만 정답: %2</translation>
    </message>
    <message>
        <source>the first %1 are shown</source>
        <translation>처음 %1개만 표시</translation>
    </message>
    <message>
        <source>Both get the same pictures right.</source>
        <translation>양쪽이 같은 그림을 맞혔습니다.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Measure the original and the working network on the test set</source>
        <translation>테스트 세트에서 원본과 작업 중인 신경망 측정</translation>
    </message>
    <message>
        <source>Pictures that one network gets right and the other wrong</source>
        <translation>한 신경망은 맞히고 다른 신경망은 틀린 그림</translation>
    </message>
    <message>
        <source>A text has no pictures to show.</source>
        <translation>글에는 보여 줄 그림이 없습니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Document</name>
    <message>
        <source>add %1</source>
        <translation>%1 추가</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>%1 제거</translation>
    </message>
    <message>
        <source>move %1</source>
        <translation>%1 이동</translation>
    </message>
    <message>
        <source>switch on %1</source>
        <translation>%1 켜기</translation>
    </message>
    <message>
        <source>switch off %1</source>
        <translation>%1 끄기</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>layers of %1</source>
        <translation>%1의 층</translation>
    </message>
    <message>
        <source>Copy of the original</source>
        <translation>원본의 사본</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>take up %1</source>
        <translation>%1 가져오기</translation>
    </message>
    <message>
        <source>Accelerator model</source>
        <translation>가속기 모델</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 열기</translation>
    </message>
    <message>
        <source>Cannot open %1</source>
        <translation>열 수 없음: %1</translation>
    </message>
    <message>
        <source>load recipe %1</source>
        <translation>레시피 불러오기: %1</translation>
    </message>
    <message>
        <source>Opened, but something is missing</source>
        <translation>열었지만 누락된 항목이 있습니다</translation>
    </message>
    <message numerus="yes">
        <source>Opened, but something is missing (and %n more)</source>
        <translation>
            <numerusform>열었지만 누락된 항목이 있습니다(외 %n건)</numerusform>
        </translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>저장되지 않음</translation>
    </message>
    <message>
        <source>Read %1 again</source>
        <translation>%1 다시 읽기</translation>
    </message>
    <message>
        <source>Cannot read the network again</source>
        <translation>신경망을 다시 읽을 수 없음</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 읽기</translation>
    </message>
    <message>
        <source>Cannot read %1</source>
        <translation>읽을 수 없음: %1</translation>
    </message>
    <message>
        <source>Measure the original</source>
        <translation>원본 측정</translation>
    </message>
    <message>
        <source>Evaluation failed</source>
        <translation>평가 실패</translation>
    </message>
    <message>
        <source>Run steps</source>
        <translation>단계 실행</translation>
    </message>
    <message>
        <source>The steps did not run to the end</source>
        <translation>단계가 끝까지 실행되지 않았습니다</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>choose a machine</source>
        <translation>기계 고르기</translation>
    </message>
    <message>
        <source>reset the machine</source>
        <translation>기계 초기화</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>가속기</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ExportDialog</name>
    <message>
        <source>Export network</source>
        <translation>신경망 내보내기</translation>
    </message>
    <message>
        <source>Some steps wait to be run or failed: they are left out of the network below. Run them first (Ctrl+R) to take them in.</source>
        <translation>일부 단계가 실행 대기 중이거나 실패하여 아래 신경망에서 제외되었습니다. 포함하려면 먼저 실행하십시오(Ctrl+R).</translation>
    </message>
    <message>
        <source>&amp;ONNX: for other programs (opset 17)</source>
        <translation>ONNX: 다른 프로그램용, opset 17(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Compressed (.espz): the smallest file, for Espalier</source>
        <translation>압축(.espz): 가장 작은 파일, Espalier용(&amp;C)</translation>
    </message>
    <message>
        <source>working out the size…</source>
        <translation>크기 계산 중…</translation>
    </message>
    <message>
        <source>&amp;File:</source>
        <translation>파일(&amp;F):</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>찾아보기(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>내보내기(&amp;E)</translation>
    </message>
    <message>
        <source>not possible: %1</source>
        <translation>불가능: %1</translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation>손실되는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Lost: %1</source>
        <translation>손실: %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Networks (*.onnx *.espz);;All files (*)</source>
        <translation>신경망 (*.onnx *.espz);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 내보내기</translation>
    </message>
    <message>
        <source>Written: %1, %2</source>
        <translation>저장됨: %1, %2</translation>
    </message>
    <message>
        <source>Read back and run beside the network on random input: largest difference %1, largest output %2.</source>
        <translation>다시 읽어 임의 입력으로 신경망과 나란히 실행했습니다. 최대 차이: %1, 최대 출력: %2.</translation>
    </message>
    <message>
        <source>Read back; not run, because this network holds operators that Espalier does not run.</source>
        <translation>다시 읽었습니다. Espalier에서 실행할 수 없는 연산자가 있어 실행하지는 않았습니다.</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>저장되지 않음: %1</translation>
    </message>
    <message>
        <source> (%1; the file it came from has %2)</source>
        <translation> (%1; 원본 파일은 %2)</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Figure</name>
    <message>
        <source>Save figure</source>
        <translation>도표 저장</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>표로 보기</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>이미지 복사</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation>%1 형식으로 저장…</translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation>표를 CSV로 저장…</translation>
    </message>
    <message>
        <source>Show as table, copy, save</source>
        <translation>표로 보기, 복사, 저장</translation>
    </message>
    <message>
        <source>Figure menu</source>
        <translation>도표 메뉴</translation>
    </message>
    <message>
        <source>Copy table as LaTeX</source>
        <translation>표를 LaTeX로 복사</translation>
    </message>
</context>
<context>
    <name>espalier::studio::FigureGrid</name>
    <message>
        <source>now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>change</source>
        <translation>변화</translation>
    </message>
    <message>
        <source>original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
</context>
<context>
    <name>espalier::studio::FileActions</name>
    <message>
        <source>Cannot open %1</source>
        <translation>열 수 없음: %1</translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation>작업 공간 저장</translation>
    </message>
    <message>
        <source>Workspaces (*.espalier);;All files (*)</source>
        <translation>작업 공간 (*.espalier);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Espalier Studio</source>
        <translation>Espalier Studio</translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation>&apos;%1&apos;의 변경 내용을 저장하시겠습니까?</translation>
    </message>
    <message>
        <source>Steps and variants that are not saved are lost.</source>
        <translation>저장하지 않은 단계와 변형은 손실됩니다.</translation>
    </message>
    <message>
        <source>Load recipe</source>
        <translation>레시피 불러오기</translation>
    </message>
    <message>
        <source>Recipes, or the recipe of a workspace (*.json *.espalier);;All files (*)</source>
        <translation>레시피 또는 작업 공간의 레시피 (*.json *.espalier);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>load recipe %1</source>
        <translation>레시피 불러오기: %1</translation>
    </message>
    <message>
        <source>Cannot load %1</source>
        <translation>불러올 수 없음: %1</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>레시피 저장</translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation>레시피 (*.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Cannot save %1</source>
        <translation>저장할 수 없음: %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::GraphView</name>
    <message>
        <source>No colours</source>
        <translation>색상 없음</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>가중치 비트 수</translation>
    </message>
    <message>
        <source>Modelled energy</source>
        <translation>모델링된 에너지</translation>
    </message>
    <message>
        <source>Change of weight data</source>
        <translation>가중치 데이터의 변화</translation>
    </message>
    <message>
        <source>Share of zeros among the weights that are multiplied.</source>
        <translation>곱셈에 쓰이는 가중치 중 0의 비율입니다.</translation>
    </message>
    <message>
        <source>Width of one stored weight; the widest where blocks are closed.</source>
        <translation>저장된 가중치 하나의 비트 폭입니다. 블록이 닫혀 있으면 가장 넓은 값입니다.</translation>
    </message>
    <message>
        <source>Energy for one picture on the chosen accelerator, modelled.</source>
        <translation>선택한 가속기에서 그림 하나에 드는 에너지의 모델링 값입니다.</translation>
    </message>
    <message>
        <source>Non-zero weights times their bits, against the original.</source>
        <translation>0이 아닌 가중치 수에 비트 수를 곱한 값을 원본과 비교합니다.</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>Operators of the network, from input to output</source>
        <translation>입력부터 출력까지 신경망의 연산자</translation>
    </message>
    <message>
        <source>Boxes are operators, arrows are what flows between them. Blocks that repeat are one box until it is opened.
Arrow keys walk along the edges, Enter or a double click opens and closes blocks, Ctrl and the wheel zoom.</source>
        <translation>상자는 연산자이고, 화살표는 그 사이를 흐르는 데이터입니다. 반복되는 블록은 열기 전까지 상자 하나로 표시됩니다.
화살표 키로 간선을 따라 이동하고, Enter 또는 두 번 클릭으로 블록을 열고 닫으며, Ctrl+휠로 확대/축소합니다.</translation>
    </message>
    <message>
        <source>Graph of the network</source>
        <translation>신경망 그래프</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색상</translation>
    </message>
    <message>
        <source>Metric that colours the graph</source>
        <translation>그래프 색상에 사용할 지표</translation>
    </message>
    <message>
        <source>Find by name or operator</source>
        <translation>이름 또는 연산자로 찾기</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>그래프에서 찾기</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>작게(−)</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>크게(+)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Show the whole network (0)</source>
        <translation>전체 신경망 보기(0)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Fit the network into the window</source>
        <translation>신경망을 창에 맞춤</translation>
    </message>
    <message>
        <source>Open blocks</source>
        <translation>블록 열기</translation>
    </message>
    <message>
        <source>Close blocks</source>
        <translation>블록 닫기</translation>
    </message>
    <message>
        <source>Repeated blocks as one box each, or with all their operators</source>
        <translation>반복되는 블록을 각각 상자 하나로 표시하거나 모든 연산자와 함께 표시합니다</translation>
    </message>
    <message>
        <source>▸ block %1</source>
        <translation>▸ 블록 %1</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>파라미터 %1</translation>
    </message>
    <message>
        <source>%1 MACs</source>
        <translation>%1 MAC</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1비트</translation>
    </message>
    <message>
        <source>%1 × a MAC</source>
        <translation>MAC의 %1배</translation>
    </message>
    <message>
        <source>output %1</source>
        <translation>출력 %1</translation>
    </message>
    <message>
        <source>Choose an accelerator to see energies; none is modelled now.</source>
        <translation>현재 모델링된 가속기가 없습니다. 에너지를 보려면 가속기를 선택하십시오.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>연산자</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>세부 정보</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>사용하는 연산자</translation>
    </message>
    <message>
        <source>▸ %1 equal blocks</source>
        <translation>▸ 같은 블록 %1개</translation>
    </message>
</context>
<context>
    <name>espalier::studio::GridsSection</name>
    <message>
        <source>Compare grids</source>
        <translation>격자 비교</translation>
    </message>
    <message>
        <source>&amp;Bits</source>
        <translation>비트(&amp;B)</translation>
    </message>
    <message>
        <source>Bits of the grids</source>
        <translation>격자의 비트 수</translation>
    </message>
    <message>
        <source>Width of the grids that have one</source>
        <translation>비트 수를 정할 수 있는 격자의 너비</translation>
    </message>
    <message>
        <source>Try this grid</source>
        <translation>이 격자 써 보기</translation>
    </message>
    <message>
        <source>Adds the chosen step for this layer</source>
        <translation>고른 단계를 이 층에 추가합니다</translation>
    </message>
    <message>
        <source>Every grid on this weight</source>
        <translation>이 가중치에 대한 모든 격자</translation>
    </message>
    <message>
        <source>Lost: the sum of the squared changes over the sum of the squares; SQNR is the same in decibels. Stored: in .espz, scales and tables included; entropy is what no code of independent weights goes below.
Energy of one multiply-accumulate with an input of 8 bits (Horowitz, 45 nm): an addition for a sign or a power of two, a product of floats for a codebook.</source>
        <translation>손실: 변화 제곱의 합을 제곱의 합으로 나눈 값이며, SQNR은 이를 데시벨로 나타낸 것입니다. 저장: 스케일과 표를 포함한 .espz의 크기입니다. 엔트로피는 가중치를 서로 독립으로 보는 어떤 부호도 그보다 작아질 수 없는 크기입니다.
8비트 입력과의 곱셈 누산 한 번의 에너지(Horowitz, 45 nm): 부호나 2의 거듭제곱은 덧셈 한 번, 코드북은 실수 곱셈입니다.</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>격자</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>Lost [%]</source>
        <translation>손실 [%]</translation>
    </message>
    <message>
        <source>SQNR [dB]</source>
        <translation>SQNR [dB]</translation>
    </message>
    <message>
        <source>Stored [B]</source>
        <translation>저장 [B]</translation>
    </message>
    <message>
        <source>Entropy [B]</source>
        <translation>엔트로피 [B]</translation>
    </message>
    <message>
        <source>Energy [pJ]</source>
        <translation>에너지 [pJ]</translation>
    </message>
</context>
<context>
    <name>espalier::studio::HardwareView</name>
    <message>
        <source>%1 × MAC</source>
        <translation>%1 × MAC</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Leakage</source>
        <translation>누설</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>레지스터</translation>
    </message>
    <message>
        <source>Array</source>
        <translation>어레이</translation>
    </message>
    <message>
        <source>Buffer</source>
        <translation>버퍼</translation>
    </message>
    <message>
        <source>DRAM</source>
        <translation>DRAM</translation>
    </message>
    <message>
        <source>Multiplies</source>
        <translation>곱셈</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>No work</source>
        <translation>작업 없음</translation>
    </message>
    <message>
        <source>Computes</source>
        <translation>연산</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>이전: %1</translation>
    </message>
    <message>
        <source>not modelled</source>
        <translation>모델링되지 않음</translation>
    </message>
    <message>
        <source>, leakage unknown</source>
        <translation>, 누설은 알 수 없음</translation>
    </message>
    <message>
        <source>, %1 cycles now</source>
        <translation>, 현재 %1 사이클</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 퍼센트포인트</translation>
    </message>
    <message>
        <source>as published for the machine</source>
        <translation>장치의 공표값</translation>
    </message>
    <message>
        <source>sum of array and buffers</source>
        <translation>어레이와 버퍼의 합</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>the technology does not say</source>
        <translation>공정 기술 자료에 없음</translation>
    </message>
    <message>
        <source>before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 층</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>제거됨</translation>
    </message>
    <message>
        <source>
Before: %1</source>
        <translation>
이전: %1</translation>
    </message>
    <message>
        <source>
After: %1</source>
        <translation>
이후: %1</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>no MACs</source>
        <translation>MAC 없음</translation>
    </message>
    <message>
        <source>No figures: choose an accelerator that can run this network.</source>
        <translation>수치가 없습니다. 이 신경망을 실행할 수 있는 가속기를 선택하십시오.</translation>
    </message>
    <message>
        <source>whole network</source>
        <translation>전체 신경망</translation>
    </message>
    <message>
        <source>%1 × %2 elements: %3</source>
        <translation>처리 요소 %1 × %2: %3</translation>
    </message>
    <message>
        <source>This layer does not multiply: the model gives no use of the array.</source>
        <translation>이 층은 곱셈을 하지 않으므로 모델에 어레이 사용 정보가 없습니다.</translation>
    </message>
    <message>
        <source>This layer is gone.</source>
        <translation>이 층은 제거되었습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 elements have work while the array computes. The model counts elements and does not place them: cells are shares, not positions.</source>
        <translation>어레이가 연산하는 동안 처리 요소 %2개 중 %1개에 작업이 있습니다. 모델은 처리 요소의 수만 세고 배치하지는 않습니다. 셀은 위치가 아니라 비율을 나타냅니다.</translation>
    </message>
    <message>
        <source>Energy by layer</source>
        <translation>층별 에너지</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>%1 %2 [%3]</source>
        <translation>%1 %2 [%3]</translation>
    </message>
    <message>
        <source>Sum %1 [%2]</source>
        <translation>합계 %1 [%2]</translation>
    </message>
    <message>
        <source>Latency by layer</source>
        <translation>층별 지연 시간</translation>
    </message>
    <message>
        <source>Latency before [ms]</source>
        <translation>이전 지연 시간 [ms]</translation>
    </message>
    <message>
        <source>Latency after [ms]</source>
        <translation>이후 지연 시간 [ms]</translation>
    </message>
    <message>
        <source>Cycles before</source>
        <translation>이전 사이클</translation>
    </message>
    <message>
        <source>Cycles after</source>
        <translation>이후 사이클</translation>
    </message>
    <message>
        <source>Compute cycles before</source>
        <translation>이전 연산 사이클</translation>
    </message>
    <message>
        <source>Compute cycles after</source>
        <translation>이후 연산 사이클</translation>
    </message>
    <message>
        <source>Utilisation before [%]</source>
        <translation>이전 이용률 [%]</translation>
    </message>
    <message>
        <source>Utilisation after [%]</source>
        <translation>이후 이용률 [%]</translation>
    </message>
    <message>
        <source>Roofline</source>
        <translation>루프라인</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>구분</translation>
    </message>
    <message>
        <source>Intensity [operations/byte]</source>
        <translation>강도 [연산/바이트]</translation>
    </message>
    <message>
        <source>Throughput [GOPS]</source>
        <translation>처리량 [GOPS]</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>제한 요인</translation>
    </message>
    <message>
        <source>array</source>
        <translation>어레이</translation>
    </message>
    <message>
        <source>Use of the array</source>
        <translation>어레이 사용</translation>
    </message>
    <message>
        <source>Multiplies [%]</source>
        <translation>곱셈 [%]</translation>
    </message>
    <message>
        <source>Waits [%]</source>
        <translation>대기 [%]</translation>
    </message>
    <message>
        <source>No work [%]</source>
        <translation>작업 없음 [%]</translation>
    </message>
    <message>
        <source>Elements with work</source>
        <translation>작업이 있는 처리 요소</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>하드웨어</translation>
    </message>
    <message>
        <source>Accelerator</source>
        <translation>가속기</translation>
    </message>
    <message>
        <source>&amp;Accelerator</source>
        <translation>가속기(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Dataflow</source>
        <translation>데이터플로우(&amp;D)</translation>
    </message>
    <message>
        <source>Dataflow</source>
        <translation>데이터플로우</translation>
    </message>
    <message>
        <source>Every modelled number with its formula, its constants and who says so</source>
        <translation>모델링된 모든 수치의 수식, 상수 및 출처</translation>
    </message>
    <message>
        <source>Energy per image (modelled)</source>
        <translation>이미지당 에너지(모델링)</translation>
    </message>
    <message>
        <source>Latency per image (modelled)</source>
        <translation>이미지당 지연 시간(모델링)</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>이용률</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>면적</translation>
    </message>
    <message>
        <source>Energy of one inference.
Sum over layers of multiplications, movement between memories, and leakage where it is known.</source>
        <translation>추론 한 번의 에너지입니다.
곱셈, 메모리 간 이동, 그리고 알려진 경우 누설을 모든 층에 대해 더한 값입니다.</translation>
    </message>
    <message>
        <source>Time of one inference.
Cycles divided by the clock; layers run one after the other.</source>
        <translation>추론 한 번의 시간입니다.
사이클 수를 클록으로 나눈 값이며, 층은 하나씩 차례로 실행됩니다.</translation>
    </message>
    <message>
        <source>Share of what the array could multiply in the cycles taken.
MACs / (cycles × elements)</source>
        <translation>소요 사이클 동안 어레이가 수행할 수 있는 곱셈 중 실제로 수행한 비율입니다.
MAC / (사이클 × 처리 요소)</translation>
    </message>
    <message>
        <source>Area of the accelerator.
As published, or the sum of elements and buffers; without control and pads.</source>
        <translation>가속기의 면적입니다.
공표값 또는 처리 요소와 버퍼의 합이며, 제어 회로와 패드는 제외합니다.</translation>
    </message>
    <message>
        <source>by component</source>
        <translation>구성 요소별</translation>
    </message>
    <message>
        <source>by operand</source>
        <translation>피연산자별</translation>
    </message>
    <message>
        <source>Stack energy</source>
        <translation>에너지 누적 기준</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>utilisation</source>
        <translation>이용률</translation>
    </message>
    <message>
        <source>Show time as</source>
        <translation>시간 표시 방식</translation>
    </message>
    <message>
        <source>Where the energy of one inference goes, layer by layer.
Each action counted times its price; the network&apos;s own bar has a scale of its own.</source>
        <translation>추론 한 번의 에너지가 쓰이는 곳을 층별로 나타냅니다.
각 동작의 횟수에 단가를 곱한 값이며, 전체 신경망의 막대는 별도의 눈금을 사용합니다.</translation>
    </message>
    <message>
        <source>Time by layer</source>
        <translation>층별 시간</translation>
    </message>
    <message>
        <source>Layers left of the ridge are limited by DRAM, right of it by the array.
Roof = min(2 × elements × clock, intensity × DRAM bandwidth)</source>
        <translation>능선점 왼쪽의 층은 DRAM, 오른쪽의 층은 어레이에 의해 제한됩니다.
루프라인 = min(2 × 처리 요소 × 클록, 강도 × DRAM 대역폭)</translation>
    </message>
    <message>
        <source>Processing elements</source>
        <translation>처리 요소</translation>
    </message>
    <message>
        <source>No figures: open a network and choose an accelerator that can run it.</source>
        <translation>수치가 없습니다. 신경망을 열고 이를 실행할 수 있는 가속기를 선택하십시오.</translation>
    </message>
    <message>
        <source>This network on every machine and dataflow: energy, latency, area</source>
        <translation>모든 가속기와 데이터플로우에서 이 신경망의 에너지, 지연 시간, 면적</translation>
    </message>
    <message>
        <source>How much of the array the selected layer uses; play its schedule cycle by cycle.
Multiplies = MACs / (cycles × elements); no work = elements without work while the array computes</source>
        <translation>선택한 층이 어레이를 얼마나 사용하는지 나타냅니다. 스케줄을 사이클마다 재생할 수 있습니다.
곱셈 = MAC / (사이클 × 소자); 작업 없음 = 어레이가 계산하는 동안 작업이 없는 소자</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>적재</translation>
    </message>
    <message>
        <source>Choose a layer to play its schedule.</source>
        <translation>스케줄을 재생하려면 층을 선택하세요.</translation>
    </message>
    <message>
        <source>Waits for memory</source>
        <translation>메모리 기다림</translation>
    </message>
    <message>
        <source>First operands, last results</source>
        <translation>첫 피연산자, 마지막 결과</translation>
    </message>
    <message>
        <source>First and last cycles before</source>
        <translation>처음과 마지막 사이클, 전</translation>
    </message>
    <message>
        <source>First and last cycles after</source>
        <translation>처음과 마지막 사이클, 후</translation>
    </message>
    <message>
        <source>%1 (edited)</source>
        <translation>%1 (고침)</translation>
    </message>
    <message>
        <source>Change the machine&apos;s figures; estimates follow, and every edit can be undone</source>
        <translation>기계의 숫자를 바꿉니다. 추정이 따라오고 모든 편집은 되돌릴 수 있습니다</translation>
    </message>
    <message>
        <source>How long each layer takes, and for how much of it the array waits.
Cycles / clock; waiting = cycles − compute cycles − those of the first operands and last results, which nothing hides</source>
        <translation>층마다 걸리는 시간과 그 가운데 배열이 기다리는 몫.
사이클 / 클록; 기다림 = 사이클 − 계산 사이클 − 아무것도 가려 주지 않는 첫 피연산자와 마지막 결과의 사이클</translation>
    </message>
    <message>
        <source>&amp;Sources…</source>
        <translation>출처(&amp;S)…</translation>
    </message>
    <message>
        <source>Ed&amp;it</source>
        <translation>고치기(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Compare…</source>
        <translation>비교(&amp;C)…</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Headline</name>
    <message>
        <source>not modelled</source>
        <translation>모델링되지 않음</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정되지 않음</translation>
    </message>
    <message>
        <source>%1 × a MAC</source>
        <translation>MAC의 %1배</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>저장 크기</translation>
    </message>
    <message>
        <source>Non-zeros</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Energy, modelled</source>
        <translation>에너지(모델링)</translation>
    </message>
    <message>
        <source>Latency, measured</source>
        <translation>지연 시간(측정)</translation>
    </message>
    <message>
        <source>Share of test pictures whose first guess is right; the change is in percentage points.</source>
        <translation>첫 번째 예측이 맞은 테스트 그림의 비율입니다. 변화는 퍼센트포인트 단위입니다.</translation>
    </message>
    <message>
        <source>Bytes of the network as an .espz file.</source>
        <translation>.espz 파일로 저장한 신경망의 바이트 수입니다.</translation>
    </message>
    <message>
        <source>Trainable values that are not zero.</source>
        <translation>0이 아닌 학습 가능한 값의 개수입니다.</translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture, dense.</source>
        <translation>그림 하나에 대한 곱셈-누산 연산 수(밀집 기준)입니다.</translation>
    </message>
    <message>
        <source>For one picture on the chosen accelerator.</source>
        <translation>선택한 가속기에서 그림 하나를 처리할 때의 값입니다.</translation>
    </message>
    <message>
        <source>For one picture on this computer, median.</source>
        <translation>이 컴퓨터에서 그림 하나를 처리할 때의 중앙값입니다.</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 퍼센트포인트</translation>
    </message>
</context>
<context>
    <name>espalier::studio::HeatMap</name>
    <message>
        <source>zero</source>
        <translation>0</translation>
    </message>
    <message>
        <source>%1 outputs × %2 inputs</source>
        <translation>출력 %1 × 입력 %2</translation>
    </message>
    <message>
        <source>a cell: the largest of %1 × %2 weights</source>
        <translation>셀: 가중치 %1 × %2개 중 가장 큰 값</translation>
    </message>
</context>
<context>
    <name>espalier::studio::HeatSection</name>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Row (output)</source>
        <translation>행(출력)</translation>
    </message>
    <message>
        <source>Column (input)</source>
        <translation>열(입력)</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Weight map</source>
        <translation>가중치 맵</translation>
    </message>
    <message>
        <source>Outputs × inputs</source>
        <translation>출력 × 입력</translation>
    </message>
    <message>
        <source>Each row is one output, each column one input and place in the kernel. Blue: negative, red: positive, hatched: exactly zero.
Colours follow the square root of the magnitude. In large layers a cell shows the largest weight of a block.</source>
        <translation>각 행은 출력 하나, 각 열은 입력 하나와 커널 내 위치입니다. 파란색: 음수, 빨간색: 양수, 빗금: 정확히 0.
색상은 크기의 제곱근을 따릅니다. 큰 층에서는 셀 하나가 블록에서 가장 큰 가중치를 나타냅니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::HelpWindow</name>
    <message>
        <source>## Parameters</source>
        <translation>## 파라미터</translation>
    </message>
    <message>
        <source>## References</source>
        <translation>## 참고 문헌</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>도움말</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>목차</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>페이지</translation>
    </message>
</context>
<context>
    <name>espalier::studio::HistogramPlot</name>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>Original [elements]</source>
        <translation>원본 [요소]</translation>
    </message>
    <message>
        <source>Now [elements]</source>
        <translation>현재 [요소]</translation>
    </message>
</context>
<context>
    <name>espalier::studio::HistogramSection</name>
    <message>
        <source>Weight histogram</source>
        <translation>가중치 히스토그램</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>How often weights have which value. Grey: the original; coloured: the network shown. Short lines: levels of the code.
Height: share of all weights in the bin; zeros stand apart above. Drag the line, or move it with the arrow keys, to prune.</source>
        <translation>각 값을 갖는 가중치의 빈도입니다. 회색: 원본, 색상: 표시 중인 신경망. 짧은 선: 코드의 레벨.
높이: 전체 가중치 중 해당 구간의 비율. 0은 위쪽에 따로 표시됩니다. 선을 끌거나 화살표 키로 옮기면 가지치기합니다.</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic heights: shows bins that hold little</source>
        <translation>로그 높이: 값이 적은 구간도 보이게 합니다</translation>
    </message>
    <message>
        <source>Logarithmic heights</source>
        <translation>로그 높이</translation>
    </message>
    <message>
        <source>Prune this layer</source>
        <translation>이 층 가지치기</translation>
    </message>
    <message>
        <source>Adds a step that sets half of this layer&apos;s weights to zero; then drag the threshold</source>
        <translation>이 층 가중치의 절반을 0으로 만드는 단계를 추가합니다. 그런 다음 문턱값을 끌어 조정하십시오</translation>
    </message>
    <message>
        <source>prunes below %1</source>
        <translation>%1 미만 가지치기</translation>
    </message>
    <message>
        <source>%1 of all layers</source>
        <translation>모든 층의 %1</translation>
    </message>
    <message>
        <source>%1 of this layer</source>
        <translation>이 층의 %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::InspectorView</name>
    <message>
        <source>Inspector</source>
        <translation>검사기</translation>
    </message>
    <message>
        <source>&amp;Part</source>
        <translation>부분(&amp;P)</translation>
    </message>
    <message>
        <source>Part of the layer</source>
        <translation>층의 부분</translation>
    </message>
    <message>
        <source>The layer was split: which of its halves to look at</source>
        <translation>층이 분할되었습니다. 살펴볼 부분을 선택하십시오</translation>
    </message>
</context>
<context>
    <name>espalier::studio::JobStrip</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Stop this job; nothing is lost (Esc)</source>
        <translation>이 작업을 중지합니다. 손실되는 것은 없습니다(Esc)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
</context>
<context>
    <name>espalier::studio::JobsView</name>
    <message>
        <source>waits</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>세부 정보</translation>
    </message>
</context>
<context>
    <name>espalier::studio::KernelSection</name>
    <message>
        <source>Kernel</source>
        <translation>커널</translation>
    </message>
    <message>
        <source>Element</source>
        <translation>요소</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>One kernel</source>
        <translation>커널 하나</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Output channel of the kernel</source>
        <translation>커널의 출력 채널</translation>
    </message>
    <message>
        <source>Output channel, counted from 0</source>
        <translation>출력 채널, 0부터 번호 매김</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Input channel of the kernel</source>
        <translation>커널의 입력 채널</translation>
    </message>
    <message>
        <source>Input channel, counted from 0</source>
        <translation>입력 채널, 0부터 번호 매김</translation>
    </message>
    <message>
        <source>The same weights in the original and now, and what changed. Blue: negative, red: positive, hatched: exactly zero.
Of a layer without kernels: all weights of one output, folded into a square.</source>
        <translation>같은 가중치의 원본 값과 현재 값, 그리고 그 변화입니다. 파란색: 음수, 빨간색: 양수, 빗금: 정확히 0.
커널이 없는 층은 출력 하나의 모든 가중치를 정사각형으로 접어 표시합니다.</translation>
    </message>
    <message>
        <source>No weights</source>
        <translation>가중치 없음</translation>
    </message>
    <message>
        <source>Kernel of output %1, input %2</source>
        <translation>출력 %1, 입력 %2의 커널</translation>
    </message>
    <message>
        <source>Weights of output %1</source>
        <translation>출력 %1의 가중치</translation>
    </message>
</context>
<context>
    <name>espalier::studio::KernelView</name>
    <message>
        <source>original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>now</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>차이</translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayerBars</name>
    <message>
        <source>%1
original: %2
now: %3</source>
        <translation>%1
원본: %2
현재: %3</translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayerHeader</name>
    <message>
        <source>no weights</source>
        <translation>가중치 없음</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>가중치 %1</translation>
    </message>
    <message>
        <source>weight %1, now %2</source>
        <translation>가중치 %1, 현재 %2</translation>
    </message>
    <message>
        <source>No layer</source>
        <translation>층 없음</translation>
    </message>
    <message>
        <source>%1; gone from the network shown</source>
        <translation>%1, 표시 중인 신경망에는 없음</translation>
    </message>
    <message>
        <source>%1, now %2</source>
        <translation>%1, 현재 %2</translation>
    </message>
    <message>
        <source>%1, new</source>
        <translation>%1, 새 층</translation>
    </message>
    <message>
        <source>Operator, and shape of the weight: outputs, inputs of a group, kernel; matrices as they are stored</source>
        <translation>연산자 및 가중치의 형상: 출력, 그룹의 입력, 커널. 행렬은 저장된 형태 그대로입니다</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Trainable values of the layer, zeros included</source>
        <translation>층의 학습 가능한 값, 0 포함</translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>Of these, the ones that are not zero</source>
        <translation>이 중 0이 아닌 값</translation>
    </message>
    <message>
        <source>Zero weights</source>
        <translation>0인 가중치</translation>
    </message>
    <message>
        <source>Share of zeros among the weights; biases do not count. The change is in percentage points.</source>
        <translation>가중치 중 0의 비율입니다. 편향은 세지 않습니다. 변화는 퍼센트포인트 단위입니다.</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1비트</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>비트 수</translation>
    </message>
    <message>
        <source>Width of one stored weight</source>
        <translation>저장된 가중치 하나의 비트 폭</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>저장 크기</translation>
    </message>
    <message>
        <source>Bytes in the smallest format for each of its parameters, without names and frame of the file</source>
        <translation>각 파라미터를 가장 작은 형식으로 저장한 바이트 수, 파일의 이름과 프레임 제외</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture, zeros included</source>
        <translation>그림 하나에 대한 곱셈-누산 연산 수, 0 포함</translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayerTableModel</name>
    <message>
        <source>%1 bit</source>
        <translation>%1비트</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>제거됨</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 층</translation>
    </message>
    <message>
        <source>%1 pt</source>
        <translation>%1 pt</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>연산자</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Non-zeros</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>가중치 비트 수</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>저장 크기</translation>
    </message>
    <message>
        <source>Energy share</source>
        <translation>에너지 비율</translation>
    </message>
    <message>
        <source>The layer of the original network that this row stems from.</source>
        <translation>이 행이 유래한 원본 신경망의 층입니다.</translation>
    </message>
    <message>
        <source>What the layer computes, as an ONNX operator; several where it was split.</source>
        <translation>층이 계산하는 내용을 나타내는 ONNX 연산자입니다. 분할된 층은 여러 개입니다.</translation>
    </message>
    <message>
        <source>Shape of the layer&apos;s output for one picture.
Batch, channels, height, width</source>
        <translation>그림 하나에 대한 층 출력의 형상입니다.
배치, 채널, 높이, 너비</translation>
    </message>
    <message>
        <source>Trainable values: weights, biases, scale and shift of a normalisation.
Count, zeros included</source>
        <translation>학습 가능한 값: 가중치, 편향, 정규화의 스케일과 시프트.
개수, 0 포함</translation>
    </message>
    <message>
        <source>Trainable values that are not zero.
Count</source>
        <translation>0이 아닌 학습 가능한 값입니다.
개수</translation>
    </message>
    <message>
        <source>Share of zeros among the weights that are multiplied; biases are left out.
zeros / weights, in per cent; change in percentage points</source>
        <translation>곱셈에 쓰이는 가중치 중 0의 비율입니다. 편향은 제외합니다.
0의 개수 / 가중치 수, 퍼센트. 변화는 퍼센트포인트</translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one picture.
Dense count: zeros are not skipped</source>
        <translation>그림 하나에 대한 곱셈-누산 연산 수입니다.
밀집 기준: 0을 건너뛰지 않습니다</translation>
    </message>
    <message>
        <source>Width of one stored weight.
32 for float, k for k-bit codes</source>
        <translation>저장된 가중치 하나의 비트 폭입니다.
부동소수점은 32, k비트 코드는 k</translation>
    </message>
    <message>
        <source>The layer&apos;s parameters in the smallest format of an .espz file.
Bytes, positions, scales and tables included</source>
        <translation>.espz 파일의 가장 작은 형식으로 저장한 층의 파라미터입니다.
바이트 단위, 위치, 스케일, 테이블 포함</translation>
    </message>
    <message>
        <source>The layer&apos;s part of the modelled energy; choose an accelerator to see it.
energy of the layer / energy of the network, in per cent</source>
        <translation>모델링된 에너지 중 이 층이 차지하는 비율입니다. 보려면 가속기를 선택하십시오.
층의 에너지 / 신경망의 에너지, 퍼센트</translation>
    </message>
    <message>
        <source>points</source>
        <translation>퍼센트포인트</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>바이트</translation>
    </message>
    <message>
        <source>%1, original</source>
        <translation>%1, 원본</translation>
    </message>
    <message>
        <source>%1, change</source>
        <translation>%1, 변화</translation>
    </message>
    <message>
        <source>%1
original</source>
        <translation>%1
원본</translation>
    </message>
    <message>
        <source>%1
change</source>
        <translation>%1
변화</translation>
    </message>
</context>
<context>
    <name>espalier::studio::LayersView</name>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Filter by name or operator</source>
        <translation>이름 또는 연산자로 필터링</translation>
    </message>
    <message>
        <source>Filter layers</source>
        <translation>층 필터</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>차이만</translation>
    </message>
    <message>
        <source>Leave out layers that are as in the original</source>
        <translation>원본과 같은 층 제외</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Choose what the table shows</source>
        <translation>표에 표시할 항목 선택</translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation>표의 열</translation>
    </message>
    <message>
        <source>Layers of the network</source>
        <translation>신경망의 층</translation>
    </message>
    <message>
        <source>What it was in the original</source>
        <translation>원본에서의 값</translation>
    </message>
    <message>
        <source>Change against the original</source>
        <translation>원본 대비 변화</translation>
    </message>
    <message>
        <source>all as in the original</source>
        <translation>모두 원본과 같음</translation>
    </message>
    <message>
        <source>Layers: %1</source>
        <translation>층: %1</translation>
    </message>
    <message>
        <source>Layers: %1 of %2</source>
        <translation>층: %1 / %2</translation>
    </message>
    <message>
        <source>different from the original: %1</source>
        <translation>원본과 다름: %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::LessonView</name>
    <message>
        <source>Lesson</source>
        <translation>수업</translation>
    </message>
    <message>
        <source>That is so. %1</source>
        <translation>맞습니다. %1</translation>
    </message>
    <message>
        <source>It is: %1. %2</source>
        <translation>답: %1. %2</translation>
    </message>
    <message>
        <source>This lesson is about %1, which is not open.</source>
        <translation>이 수업은 %1을(를) 다루는데 열려 있지 않습니다.</translation>
    </message>
    <message>
        <source>Guess first.</source>
        <translation>먼저 짐작해 보세요.</translation>
    </message>
    <message>
        <source>✓ Done</source>
        <translation>✓ 마침</translation>
    </message>
    <message>
        <source>No lesson runs. The start page lists them.</source>
        <translation>진행 중인 수업이 없습니다. 시작 페이지에 목록이 있습니다.</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>%2단계 중 %1단계</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>마치기</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>보여 주기</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>힌트</translation>
    </message>
    <message>
        <source>How to go about it</source>
        <translation>어떻게 하면 되는지</translation>
    </message>
    <message>
        <source>Does what this step asks for</source>
        <translation>이 단계에서 할 일을 대신 합니다</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>End the lesson</source>
        <translation>수업 끝내기</translation>
    </message>
</context>
<context>
    <name>espalier::studio::LossChart</name>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Loss [nats]</source>
        <translation>손실 [nats]</translation>
    </message>
    <message>
        <source>each step</source>
        <translation>학습 단계별</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>평활화</translation>
    </message>
    <message>
        <source>The loss of each step, once it trains</source>
        <translation>학습하면 스텝마다의 손실이 나타납니다</translation>
    </message>
</context>
<context>
    <name>espalier::studio::MachineEditor</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>add a buffer below %1</source>
        <translation>%1 아래에 버퍼 더하기</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>%1 빼기</translation>
    </message>
    <message>
        <source>Load a machine</source>
        <translation>기계 불러오기</translation>
    </message>
    <message>
        <source>Machines (*.json)</source>
        <translation>기계 (*.json)</translation>
    </message>
    <message>
        <source>load a machine</source>
        <translation>기계 불러오기</translation>
    </message>
    <message>
        <source>Save the machine</source>
        <translation>기계 저장</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>The machine&apos;s figures</source>
        <translation>기계의 숫자들</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>불러오기…</translation>
    </message>
    <message>
        <source>Take the machine from a JSON file</source>
        <translation>JSON 파일에서 기계를 가져옵니다</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>저장…</translation>
    </message>
    <message>
        <source>Save the machine as JSON, as the command line reads it</source>
        <translation>명령줄이 읽는 JSON으로 기계를 저장합니다</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>초기화</translation>
    </message>
    <message>
        <source>The machine as it was before any edit</source>
        <translation>고치기 전의 기계</translation>
    </message>
    <message>
        <source>Add buffer</source>
        <translation>버퍼 더하기</translation>
    </message>
    <message>
        <source>A buffer between the chosen component and what it feeds</source>
        <translation>고른 구성 요소와 그것이 먹이는 것 사이의 버퍼</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>The chosen component; what it feeds is fed from above it</source>
        <translation>고른 구성 요소. 그것이 먹이던 것은 그 위에서 받습니다</translation>
    </message>
</context>
<context>
    <name>espalier::studio::MachineLabels</name>
    <message>
        <source>Array</source>
        <translation>배열</translation>
    </message>
    <message>
        <source>Scratchpads</source>
        <translation>스크래치패드</translation>
    </message>
    <message>
        <source>Buffer</source>
        <translation>버퍼</translation>
    </message>
    <message>
        <source>DRAM</source>
        <translation>DRAM</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>클록</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>공정</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>매핑</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>면적</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Interconnect</source>
        <translation>연결망</translation>
    </message>
    <message>
        <source>Weights in an element</source>
        <translation>요소 안의 가중치</translation>
    </message>
    <message>
        <source>Inputs in an element</source>
        <translation>요소 안의 입력</translation>
    </message>
    <message>
        <source>Partial sums in an element</source>
        <translation>요소 안의 부분합</translation>
    </message>
    <message>
        <source>Shared words in an element</source>
        <translation>요소 안의 공유 워드</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>용량</translation>
    </message>
    <message>
        <source>Width of a word</source>
        <translation>워드의 폭</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Of it for weights only</source>
        <translation>그 가운데 가중치 전용</translation>
    </message>
    <message>
        <source>Double-buffered</source>
        <translation>이중 버퍼</translation>
    </message>
    <message>
        <source>May be passed by</source>
        <translation>지나쳐도 됨</translation>
    </message>
    <message>
        <source>Sends overlapping inputs once</source>
        <translation>겹치는 입력을 한 번만 보냄</translation>
    </message>
    <message>
        <source>Gates zero inputs</source>
        <translation>0인 입력을 게이팅</translation>
    </message>
    <message>
        <source>Run-length coded in DRAM</source>
        <translation>DRAM에서 런 길이 부호화</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>담는 것</translation>
    </message>
    <message>
        <source>SRAM cell</source>
        <translation>SRAM 셀</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>대역폭</translation>
    </message>
    <message>
        <source>Native width</source>
        <translation>고유 폭</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>주파수</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>노드</translation>
    </message>
    <message>
        <source>Voltage</source>
        <translation>전압</translation>
    </message>
    <message>
        <source>Tilings are chosen by</source>
        <translation>타일을 고르는 기준</translation>
    </message>
    <message>
        <source>Energy of a read</source>
        <translation>읽기 에너지</translation>
    </message>
    <message>
        <source>Energy of a write</source>
        <translation>쓰기 에너지</translation>
    </message>
    <message>
        <source>Energy of a transfer</source>
        <translation>전송 에너지</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>발표된 값</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>%1 to %2 %3</source>
        <translation>%1~%2 %3</translation>
    </message>
    <message>
        <source>%1 (confidence %2)</source>
        <translation>%1 (신뢰도 %2)</translation>
    </message>
</context>
<context>
    <name>espalier::studio::MachinesDialog</name>
    <message>
        <source>The network on every machine</source>
        <translation>모든 가속기에서 본 신경망</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>가속기</translation>
    </message>
    <message>
        <source>Dataflow</source>
        <translation>데이터플로우</translation>
    </message>
    <message>
        <source>Energy [pJ]</source>
        <translation>에너지 [pJ]</translation>
    </message>
    <message>
        <source>Latency [ms]</source>
        <translation>지연 시간 [ms]</translation>
    </message>
    <message>
        <source>Energy × latency [pJ s]</source>
        <translation>에너지 × 지연 시간 [pJ s]</translation>
    </message>
    <message>
        <source>Utilisation [%]</source>
        <translation>이용률 [%]</translation>
    </message>
    <message>
        <source>Area [µm²]</source>
        <translation>면적 [µm²]</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>비고</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>에너지</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>Energy × latency</source>
        <translation>에너지 × 지연 시간</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>이용률</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>면적</translation>
    </message>
    <message>
        <source>&amp;Use this machine</source>
        <translation>이 가속기 사용(&amp;U)</translation>
    </message>
    <message>
        <source>%1 as it is now, on %2 machines and dataflows. Energy and latency of one image, modelled.</source>
        <translation>지금 상태의 %1, 가속기와 데이터플로우 %2가지. 이미지 한 장의 에너지와 지연 시간(모델 값).</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>사용 중</translation>
    </message>
    <message>
        <source>leakage unknown</source>
        <translation>누설 알 수 없음</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1·s</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>멈추기(&amp;S)</translation>
    </message>
    <message>
        <source>dataflows of the chosen machine</source>
        <translation>고른 기계의 데이터플로우</translation>
    </message>
    <message>
        <source>all machines</source>
        <translation>모든 기계</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>energy</source>
        <translation>에너지</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>Compare by</source>
        <translation>비교 기준</translation>
    </message>
    <message>
        <source>No figures yet.</source>
        <translation>아직 숫자가 없습니다.</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히</translation>
    </message>
    <message>
        <source>Where energy or time of one image goes on each machine and dataflow.
Sums over the layers; the same figures as in the table</source>
        <translation>기계와 데이터플로우마다 이미지 하나의 에너지나 시간이 가는 곳.
층의 합; 표와 같은 숫자</translation>
    </message>
    <message>
        <source>Machine %1 of %2: %3</source>
        <translation>기계 %1/%2: %3</translation>
    </message>
    <message>
        <source>Computes</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Waits for memory</source>
        <translation>메모리 기다림</translation>
    </message>
    <message>
        <source>First operands, last results</source>
        <translation>첫 피연산자, 마지막 결과</translation>
    </message>
    <message>
        <source>MAC</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>레지스터</translation>
    </message>
    <message>
        <source>Array</source>
        <translation>배열</translation>
    </message>
    <message>
        <source>Buffer</source>
        <translation>버퍼</translation>
    </message>
    <message>
        <source>DRAM</source>
        <translation>DRAM</translation>
    </message>
    <message>
        <source>Leakage</source>
        <translation>누설</translation>
    </message>
    <message>
        <source>Machine and dataflow</source>
        <translation>기계와 데이터플로우</translation>
    </message>
</context>
<context>
    <name>espalier::studio::MainWindow</name>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Networks, workspaces and recipes (*.onnx *.espz *.espalier *.json);;All files (*)</source>
        <translation>신경망, 작업 공간, 레시피 (*.onnx *.espz *.espalier *.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>About Espalier</source>
        <translation>Espalier 정보</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Espalier %1&lt;/h3&gt;&lt;p&gt;Shapes a neural network to its hardware.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. It comes without any warranty.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Espalier %1&lt;/h3&gt;&lt;p&gt;신경망을 하드웨어에 맞게 다듬습니다.&lt;/p&gt;&lt;p&gt;GNU General Public License 버전 3 또는 그 이후 버전을 따르는 자유 소프트웨어입니다. 어떠한 보증도 제공하지 않습니다.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>실행 취소: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>다시 실행: %1</translation>
    </message>
    <message>
        <source>data: %1 · accelerator: %2 · seed %3</source>
        <translation>데이터: %1 · 가속기: %2 · 시드 %3</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>도구 모음</translation>
    </message>
</context>
<context>
    <name>espalier::studio::OriginalCard</name>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation>단계 %1: %2</translation>
    </message>
    <message>
        <source>%1: %2 parameters, %3 MACs</source>
        <translation>%1: 파라미터 %2, MAC %3</translation>
    </message>
    <message>
        <source>, file of %1</source>
        <translation>, 파일 크기 %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::OverviewView</name>
    <message>
        <source>Parameters by layer</source>
        <translation>층별 파라미터</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>연산자</translation>
    </message>
    <message>
        <source>Parameters, original</source>
        <translation>파라미터, 원본</translation>
    </message>
    <message>
        <source>Parameters, now</source>
        <translation>파라미터, 현재</translation>
    </message>
    <message>
        <source>Not zero, original</source>
        <translation>0이 아닌 값, 원본</translation>
    </message>
    <message>
        <source>Not zero, now</source>
        <translation>0이 아닌 값, 현재</translation>
    </message>
    <message>
        <source>Zero weights, now [%]</source>
        <translation>0인 가중치, 현재 [%]</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Remove the zero channels</source>
        <translation>0인 채널 제거</translation>
    </message>
    <message>
        <source>Adds the step that takes channels out which contribute nothing, and proves that the outputs stay the same</source>
        <translation>기여하지 않는 채널을 제거하고 출력이 그대로임을 증명하는 단계를 추가합니다</translation>
    </message>
    <message>
        <source>Area: parameters of the layer in the original. Filled from below: the share that is left and not zero.
Click or use the arrow keys to choose a layer.</source>
        <translation>면적: 원본에서 그 층의 파라미터 수. 아래부터 채워진 부분: 남아 있으면서 0이 아닌 비율.
클릭하거나 화살표 키로 층을 선택합니다.</translation>
    </message>
    <message>
        <source>by operator</source>
        <translation>연산자별</translation>
    </message>
    <message>
        <source>by zero weights</source>
        <translation>0인 가중치 비율별</translation>
    </message>
    <message>
        <source>Colour of the layers</source>
        <translation>층의 색</translation>
    </message>
    <message>
        <source>What the colour of a layer means</source>
        <translation>층의 색이 나타내는 것</translation>
    </message>
    <message>
        <source>Layers: original and now</source>
        <translation>층: 원본과 현재</translation>
    </message>
    <message>
        <source>Grey: the original. Coloured: the network shown, with the change.
Click or use Up and Down to choose a layer.</source>
        <translation>회색: 원본. 색: 표시된 신경망과 그 변화.
클릭하거나 위쪽/아래쪽 화살표 키로 층을 선택합니다.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>Stored bytes</source>
        <translation>저장 바이트</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MAC</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>측정량</translation>
    </message>
    <message>
        <source>What the bars measure</source>
        <translation>막대가 나타내는 양</translation>
    </message>
    <message>
        <source>About this network</source>
        <translation>이 신경망 정보</translation>
    </message>
    <message>
        <source>These figures include only steps that have run; others wait or failed.</source>
        <translation>이 수치에는 실행된 단계만 반영됩니다. 나머지는 대기 중이거나 실패했습니다.</translation>
    </message>
    <message>
        <source>Masked, not removed: %1 weights are zero and still take part in every operation. They save bytes only in a sparse format.</source>
        <translation>가렸을 뿐 없애지 않음: 가중치 %1개가 0이지만 모든 연산에 그대로 참여합니다. 희소 형식에서만 바이트를 아낍니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::PairChart</name>
    <message>
        <source>A (area)</source>
        <translation>A (면)</translation>
    </message>
    <message>
        <source>B (line)</source>
        <translation>B (선)</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>count</source>
        <translation>개수</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ParetoChart</name>
    <message>
        <source>Front</source>
        <translation>파레토 경계</translation>
    </message>
    <message>
        <source>Not beaten</source>
        <translation>비지배</translation>
    </message>
    <message>
        <source>Beaten by another</source>
        <translation>다른 신경망에 지배됨</translation>
    </message>
    <message>
        <source>Over a limit</source>
        <translation>한계 초과</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ParetoTable</name>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Not measured: evaluate this network (Ctrl+Enter), or choose data or an accelerator first.</source>
        <translation>측정되지 않았습니다. 이 신경망을 평가하거나(Ctrl+Enter), 먼저 데이터 또는 가속기를 선택하십시오.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>파레토 경계</translation>
    </message>
    <message>
        <source>No other network is at least as good on both axes and better on one.</source>
        <translation>두 축 모두에서 같거나 더 좋으면서 한 축에서 더 좋은 다른 신경망이 없습니다.</translation>
    </message>
    <message>
        <source>In limits</source>
        <translation>한계 이내</translation>
    </message>
    <message>
        <source>Keeps to the limits set above the chart.</source>
        <translation>차트 위에서 설정한 한계를 지킵니다.</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>신경망</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ParetoView</name>
    <message>
        <source>Pareto</source>
        <translation>파레토</translation>
    </message>
    <message>
        <source>&amp;Across</source>
        <translation>가로축(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>세로축(&amp;U)</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>가로축</translation>
    </message>
    <message>
        <source>Vertical axis</source>
        <translation>세로축</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Horizontal axis logarithmic</source>
        <translation>가로축 로그 눈금</translation>
    </message>
    <message>
        <source>Vertical axis logarithmic</source>
        <translation>세로축 로그 눈금</translation>
    </message>
    <message>
        <source>Size at &amp;most</source>
        <translation>최대 크기(&amp;M)</translation>
    </message>
    <message>
        <source>Size at most</source>
        <translation>최대 크기</translation>
    </message>
    <message>
        <source>Accuracy at &amp;least</source>
        <translation>최소 정확도(&amp;L)</translation>
    </message>
    <message>
        <source>Accuracy at least</source>
        <translation>최소 정확도</translation>
    </message>
    <message>
        <source>S&amp;weep…</source>
        <translation>스윕(&amp;W)…</translation>
    </message>
    <message>
        <source>Runs the recipe with many values of one parameter; each result becomes a variant.</source>
        <translation>한 파라미터의 여러 값으로 레시피를 실행합니다. 각 결과는 변형이 됩니다.</translation>
    </message>
    <message>
        <source>Put on the &amp;stack</source>
        <translation>스택에 올리기(&amp;S)</translation>
    </message>
    <message>
        <source>Makes the variant&apos;s recipe the working one (Enter or double click).</source>
        <translation>변형의 레시피를 작업 중인 레시피로 만듭니다(Enter 또는 두 번 클릭).</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>이름 바꾸기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>삭제(&amp;D)</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>Trade-off</source>
        <translation>절충 관계</translation>
    </message>
    <message>
        <source>Every network as a point; the line joins those that no other beats on both axes.
Limits can be dragged; networks over a limit are hollow.</source>
        <translation>각 신경망을 점으로 나타내며, 선은 두 축 모두에서 다른 신경망에 뒤지지 않는 신경망을 잇습니다.
한계는 끌어서 옮길 수 있으며, 한계를 넘는 신경망은 속이 빈 점으로 표시됩니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::RangesSection</name>
    <message>
        <source>Range of each channel</source>
        <translation>채널별 범위</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>Least, original</source>
        <translation>최솟값, 원본</translation>
    </message>
    <message>
        <source>Greatest, original</source>
        <translation>최댓값, 원본</translation>
    </message>
    <message>
        <source>Least, now</source>
        <translation>최솟값, 현재</translation>
    </message>
    <message>
        <source>Greatest, now</source>
        <translation>최댓값, 현재</translation>
    </message>
    <message>
        <source>Root mean square, now</source>
        <translation>제곱평균제곱근, 현재</translation>
    </message>
    <message>
        <source>Zeros, now</source>
        <translation>0의 개수, 현재</translation>
    </message>
    <message>
        <source>Least to greatest weight</source>
        <translation>가중치의 최솟값부터 최댓값까지</translation>
    </message>
    <message>
        <source>For each output channel, from its least to its greatest weight. Grey: the original; coloured: the network shown.
Where ranges differ much, one scale for all channels wastes levels: quantise per channel.</source>
        <translation>출력 채널마다 가중치의 최솟값부터 최댓값까지를 나타냅니다. 회색: 원본, 색: 표시된 신경망.
범위가 크게 다르면 모든 채널에 하나의 스케일을 쓸 때 레벨이 낭비되므로 채널별로 양자화하십시오.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::RecipeView</name>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>단계 추가</translation>
    </message>
    <message>
        <source>Put a technique on the stack</source>
        <translation>스택에 기법 추가</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Take a ready recipe, or load and save your own</source>
        <translation>준비된 레시피를 쓰거나 직접 만든 레시피를 불러오고 저장합니다</translation>
    </message>
    <message>
        <source>Keep as variant</source>
        <translation>변형으로 보관</translation>
    </message>
    <message>
        <source>Keep the network as it is now, to compare it later</source>
        <translation>나중에 비교할 수 있도록 현재 신경망을 보관합니다</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>The command line that does what this stack does</source>
        <translation>이 스택과 같은 작업을 하는 명령줄</translation>
    </message>
    <message>
        <source>Your recipes</source>
        <translation>내 레시피</translation>
    </message>
    <message>
        <source>Load recipe…</source>
        <translation>레시피 불러오기…</translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation>레시피 저장…</translation>
    </message>
    <message>
        <source>load %1</source>
        <translation>불러오기: %1</translation>
    </message>
    <message>
        <source>The recipe cannot be read</source>
        <translation>레시피를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Load recipe</source>
        <translation>레시피 불러오기</translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation>레시피 (*.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>레시피 저장</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>레시피 (*.json)</translation>
    </message>
    <message>
        <source>The recipe was not saved</source>
        <translation>레시피를 저장하지 못했습니다</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Recovery</name>
    <message>
        <source>Unsaved work is not being kept for recovery</source>
        <translation>저장하지 않은 작업이 복구용으로 보관되지 않고 있습니다</translation>
    </message>
    <message>
        <source>Cannot recover</source>
        <translation>복구할 수 없음</translation>
    </message>
</context>
<context>
    <name>espalier::studio::RecoveryDialog</name>
    <message>
        <source>Recover work</source>
        <translation>작업 복구</translation>
    </message>
    <message>
        <source>Espalier ended before this work was saved. Recover it?</source>
        <translation>이 작업을 저장하기 전에 Espalier가 종료되었습니다. 복구하시겠습니까?</translation>
    </message>
    <message>
        <source>Work that was not saved</source>
        <translation>저장하지 않은 작업</translation>
    </message>
    <message>
        <source>%1
%2 · %3, %4</source>
        <translation>%1
%2 · %3, %4</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>단계 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>변형 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>never saved</source>
        <translation>저장한 적 없음</translation>
    </message>
    <message>
        <source>&amp;Recover</source>
        <translation>복구(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>삭제(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>나중에(&amp;N)</translation>
    </message>
    <message>
        <source>Removes the selected work for good</source>
        <translation>선택한 작업을 영구히 삭제합니다</translation>
    </message>
    <message>
        <source>Keeps the files for thirty days, but does not ask again</source>
        <translation>파일을 30일 동안 보관하지만 다시 묻지 않습니다</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ReportDialog</name>
    <message>
        <source>Write report</source>
        <translation>보고서 작성</translation>
    </message>
    <message>
        <source>HTML: one page with everything inside</source>
        <translation>HTML: 모든 내용을 담은 한 페이지</translation>
    </message>
    <message>
        <source>PDF: for paper</source>
        <translation>PDF: 인쇄용</translation>
    </message>
    <message>
        <source>Markdown: tables for a repository</source>
        <translation>Markdown: 저장소용 표</translation>
    </message>
    <message>
        <source>JSON: for programs</source>
        <translation>JSON: 프로그램용</translation>
    </message>
    <message>
        <source>&amp;Measure latency on this machine after every step</source>
        <translation>단계마다 이 컴퓨터에서 지연 시간 측정(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Open it afterwards</source>
        <translation>작성 후 열기(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>찾아보기(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>형식(&amp;F):</translation>
    </message>
    <message>
        <source>F&amp;ile:</source>
        <translation>파일(&amp;I):</translation>
    </message>
    <message>
        <source>The stack is run step by step and measured after each step.</source>
        <translation>스택을 단계별로 실행하고 각 단계 후에 측정합니다.</translation>
    </message>
    <message>
        <source>Steps that wait are run for the report; that may take a while.</source>
        <translation>대기 중인 단계는 보고서를 위해 실행되며, 시간이 걸릴 수 있습니다.</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>작성(&amp;W)</translation>
    </message>
    <message>
        <source>Reports (*.html *.pdf *.md *.json);;All files (*)</source>
        <translation>보고서 (*.html *.pdf *.md *.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Report %1</source>
        <translation>보고서: %1</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>작성됨: %1</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>저장되지 않음: %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::RooflineChart</name>
    <message>
        <source>Operational intensity [operations/byte of DRAM]</source>
        <translation>연산 강도 [연산/DRAM 바이트]</translation>
    </message>
    <message>
        <source>Throughput [GOPS]</source>
        <translation>처리량 [GOPS]</translation>
    </message>
    <message>
        <source>Roof</source>
        <translation>루프라인</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>%1: %2 GOPS at %3 operations/byte, %4</source>
        <translation>%1: %3 연산/바이트에서 %2 GOPS, %4</translation>
    </message>
    <message>
        <source>limited by DRAM</source>
        <translation>DRAM에 의해 제한</translation>
    </message>
    <message>
        <source>limited by the array</source>
        <translation>어레이에 의해 제한</translation>
    </message>
    <message>
        <source>Ridge: %1 GOPS, %2 operations/byte</source>
        <translation>꺾이는 점: %1 GOPS, %2 연산/바이트</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ScopePicker</name>
    <message>
        <source>Only</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>every layer it can handle</source>
        <translation>처리할 수 있는 모든 층</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Names or patterns, separated by commas.
* stands for any letters, ? for one: conv*, layer?.0</source>
        <translation>이름 또는 패턴을 쉼표로 구분하여 입력합니다.
*는 임의의 문자열, ?는 한 글자를 나타냅니다: conv*, layer?.0</translation>
    </message>
    <message>
        <source>Layers the step works on</source>
        <translation>이 단계를 적용할 층</translation>
    </message>
    <message>
        <source>Layers the step leaves alone</source>
        <translation>이 단계를 적용하지 않을 층</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>모든 층</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>Find a shortcut</source>
        <translation>단축키 찾기</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>기능</translation>
    </message>
    <message>
        <source>In the stack of steps</source>
        <translation>단계 스택에서</translation>
    </message>
    <message>
        <source>Select a step</source>
        <translation>단계 선택</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>위쪽, 아래쪽 화살표</translation>
    </message>
    <message>
        <source>Or click it</source>
        <translation>또는 클릭</translation>
    </message>
    <message>
        <source>Switch on or off</source>
        <translation>켜기/끄기</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>스페이스바</translation>
    </message>
    <message>
        <source>The eye of the step</source>
        <translation>단계의 눈 아이콘</translation>
    </message>
    <message>
        <source>Fold, unfold</source>
        <translation>접기, 펼치기</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>왼쪽, 오른쪽 화살표</translation>
    </message>
    <message>
        <source>Or double-click it</source>
        <translation>또는 두 번 클릭</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Undo brings it back</source>
        <translation>실행 취소로 되돌릴 수 있음</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Show a view</source>
        <translation>보기 표시</translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+7</source>
        <translation>Ctrl+1 ~ Ctrl+7</translation>
    </message>
    <message>
        <source>In the order of the tabs</source>
        <translation>탭 순서대로</translation>
    </message>
    <message>
        <source>See the original</source>
        <translation>원본 보기</translation>
    </message>
    <message>
        <source>B, held</source>
        <translation>B 누르고 있기</translation>
    </message>
    <message>
        <source>In every view, until let go</source>
        <translation>모든 보기에서, 키를 놓을 때까지</translation>
    </message>
</context>
<context>
    <name>espalier::studio::SourceDialog</name>
    <message>
        <source>Source of numbers</source>
        <translation>수치의 출처</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Constants</source>
        <translation>상수</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>제외 항목</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>신경망(&amp;N)</translation>
    </message>
    <message>
        <source>La&amp;yer</source>
        <translation>층(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Copy table</source>
        <translation>표 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>측정량</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>How</source>
        <translation>근거</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>공표값</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>섹션</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>신뢰도</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>비고</translation>
    </message>
    <message>
        <source>What the model leaves out</source>
        <translation>모델이 제외하는 것</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>참고 사항</translation>
    </message>
    <message>
        <source>An analytical estimate: counts of actions times prices of actions. It was not measured on silicon.</source>
        <translation>동작 횟수에 동작 단가를 곱한 해석적 추정치입니다. 실제 칩에서 측정한 값이 아닙니다.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
</context>
<context>
    <name>espalier::studio::SpectrumSection</name>
    <message>
        <source>Singular values</source>
        <translation>특잇값</translation>
    </message>
    <message>
        <source>By rank: size (left), energy (right)</source>
        <translation>랭크별: 크기(왼쪽), 에너지(오른쪽)</translation>
    </message>
    <message>
        <source>Singular values over the largest of the original, on a logarithmic axis (grey: original, coloured: now), and the share of their squares up to each rank (dashed).
Drag the line, or move it with the arrow keys, to set the rank of the layer.</source>
        <translation>원본의 최대 특잇값에 대한 특잇값의 비(로그 축, 회색: 원본, 색: 현재)와 각 랭크까지의 제곱합 비율(점선)입니다.
선을 끌거나 화살표 키로 옮겨 층의 랭크를 정합니다.</translation>
    </message>
    <message>
        <source>Adds a step that splits this layer into two thinner ones</source>
        <translation>이 층을 더 얇은 두 층으로 나누는 단계를 추가합니다</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>랭크 %1</translation>
    </message>
    <message>
        <source>stays whole</source>
        <translation>나누지 않음</translation>
    </message>
    <message>
        <source>Too large to be taken apart while you wait.</source>
        <translation>너무 커서 즉시 분해할 수 없습니다.</translation>
    </message>
    <message>
        <source>Rank for 90 / 95 / 99 % of the energy: %1 / %2 / %3 of %4. Splitting makes the layer smaller up to rank %5.</source>
        <translation>에너지 90 / 95 / 99 %에 필요한 랭크: %4 중 %1 / %2 / %3. 랭크 %5까지는 나누면 층이 작아집니다.</translation>
    </message>
    <message>
        <source>Try SVD, rank %1</source>
        <translation>SVD 시도, 랭크 %1</translation>
    </message>
    <message>
        <source>rank %1: %2 of the energy</source>
        <translation>랭크 %1: 에너지의 %2</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>랭크</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>Energy up to it [%]</source>
        <translation>해당 랭크까지의 에너지 [%]</translation>
    </message>
</context>
<context>
    <name>espalier::studio::StartPage</name>
    <message>
        <source>%1 right</source>
        <translation>정확도 %1</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Make a network smaller and see what it costs</source>
        <translation>신경망을 줄이고 그 대가를 확인합니다</translation>
    </message>
    <message>
        <source>Open a network or workspace…</source>
        <translation>신경망 또는 작업 공간 열기…</translation>
    </message>
    <message>
        <source>or drop an .onnx, .espz, .espalier or recipe file anywhere in this window</source>
        <translation>또는 .onnx, .espz, .espalier, 레시피 파일을 이 창의 아무 곳에나 놓으십시오</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>최근 파일</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>시스템 설정에 따름</translation>
    </message>
    <message>
        <source>light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>No installed font can draw Korean: install the package fonts-nanum.</source>
        <translation>한국어를 표시할 수 있는 글꼴이 없습니다. fonts-nanum 패키지를 설치하십시오.</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>파라미터 %1개</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>수업</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 · ✓ done</source>
        <translation>%1 · ✓ 마침</translation>
    </message>
    <message>
        <source>perplexity %1</source>
        <translation>퍼플렉서티 %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::StepCard</name>
    <message>
        <source>Step %1: %2</source>
        <translation>단계 %1: %2</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>켜기</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>스페이스바</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Read data and run</source>
        <translation>데이터를 읽고 실행</translation>
    </message>
    <message>
        <source>Remove zero channels</source>
        <translation>0인 채널 제거</translation>
    </message>
    <message>
        <source>%1 more remarks</source>
        <translation>참고 사항 %1개 더 있음</translation>
    </message>
    <message>
        <source>all layers</source>
        <translation>모든 층</translation>
    </message>
    <message>
        <source>%1, not %2</source>
        <translation>%1, 제외: %2</translation>
    </message>
    <message>
        <source> (%1 changed)</source>
        <translation> (%1개 변경됨)</translation>
    </message>
    <message>
        <source>Layers: %1</source>
        <translation>층: %1</translation>
    </message>
    <message>
        <source>Choose the layers this step works on</source>
        <translation>이 단계를 적용할 층을 선택합니다</translation>
    </message>
    <message>
        <source>Show settings</source>
        <translation>설정 표시</translation>
    </message>
    <message>
        <source>Hide settings</source>
        <translation>설정 숨기기</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>위로 이동</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+위쪽 화살표</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>아래로 이동</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+아래쪽 화살표</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>espalier::studio::StorageFigure</name>
    <message>
        <source>Bytes of each parameter in each format .espz knows; the file takes the smallest (bold).
Entropy: what no format that treats elements as independent goes below (Shannon 1948).</source>
        <translation>.espz가 지원하는 각 형식에서 각 파라미터가 차지하는 바이트입니다. 파일에는 가장 작은 형식(굵게)을 씁니다.
엔트로피: 원소를 독립으로 다루는 어떤 형식도 이보다 작아질 수 없는 하한입니다(Shannon 1948).</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Counts every parameter of the network shown in every format</source>
        <translation>표시된 신경망의 모든 파라미터를 모든 형식으로 계산합니다</translation>
    </message>
    <message>
        <source>Storage formats</source>
        <translation>저장 형식</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>원소 수</translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation>0이 아닌 값</translation>
    </message>
    <message>
        <source>%1 [B]</source>
        <translation>%1 [B]</translation>
    </message>
    <message>
        <source>Entropy [B]</source>
        <translation>엔트로피 [B]</translation>
    </message>
    <message>
        <source>Storage formats: %1 (out of date)</source>
        <translation>저장 형식: %1 (최신 아님)</translation>
    </message>
    <message>
        <source>Storage formats: %1 altogether</source>
        <translation>저장 형식: 총 %1</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Sweep</name>
    <message>
        <source>Sweep, %1 networks</source>
        <translation>스윕, 신경망 %1개</translation>
    </message>
    <message>
        <source>The sweep did not run to the end</source>
        <translation>스윕이 끝까지 실행되지 않았습니다</translation>
    </message>
</context>
<context>
    <name>espalier::studio::SweepDialog</name>
    <message>
        <source>Sweep a parameter</source>
        <translation>파라미터 스윕</translation>
    </message>
    <message>
        <source>Runs the recipe once for each value and measures the result. Each one becomes a variant.</source>
        <translation>값마다 레시피를 한 번씩 실행하고 결과를 측정합니다. 각 결과는 변형이 됩니다.</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>from</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>to</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>values</source>
        <translation>값 개수</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>Cross with a &amp;second parameter</source>
        <translation>두 번째 파라미터와 조합(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>Number of values</source>
        <translation>값의 개수</translation>
    </message>
    <message>
        <source>%1. %2: %3</source>
        <translation>%1. %2: %3</translation>
    </message>
    <message>
        <source>No step of the recipe has a number to vary.</source>
        <translation>레시피에 값을 바꿀 수 있는 숫자가 있는 단계가 없습니다.</translation>
    </message>
    <message>
        <source>Choose two different parameters.</source>
        <translation>서로 다른 두 파라미터를 선택하십시오.</translation>
    </message>
    <message>
        <source>%1 networks are more than the %2 that one sweep may have.</source>
        <translation>신경망 %1개는 스윕 한 번에 허용되는 %2개를 초과합니다.</translation>
    </message>
    <message>
        <source>Networks: %1 (%2 … %3).</source>
        <translation>신경망: %1개(%2 … %3).</translation>
    </message>
    <message>
        <source> Steps that train or calibrate run anew for each of them.</source>
        <translation> 학습 또는 보정을 하는 단계는 신경망마다 새로 실행됩니다.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::SweepView</name>
    <message>
        <source>Bits while training</source>
        <translation>훈련 중의 비트</translation>
    </message>
    <message>
        <source>Sweep bits</source>
        <translation>비트 훑어보기</translation>
    </message>
    <message>
        <source>The sweep failed</source>
        <translation>훑어보기에 실패했습니다</translation>
    </message>
    <message>
        <source>Choose a data set first.</source>
        <translation>먼저 데이터를 고르세요.</translation>
    </message>
    <message>
        <source>Training once in float32 and once for each kind of number and each number of bits; the strip below tells how far it is.</source>
        <translation>float32로 한 번, 그리고 수의 종류와 비트 수마다 한 번씩 훈련합니다. 아래 띠가 진행을 알려 줍니다.</translation>
    </message>
    <message>
        <source>Least demanding first: %1. With float32 throughout: %2.</source>
        <translation>덜 까다로운 것부터: %1. 모두 float32일 때: %2.</translation>
    </message>
    <message>
        <source>Start trains a new network on %1 again and again, with one kind of number held to few bits at a time.</source>
        <translation>시작을 누르면 %1(으)로 새 신경망을 거듭 훈련하며, 한 번에 한 가지 수를 적은 비트로 제한합니다.</translation>
    </message>
    <message>
        <source>Net&amp;work</source>
        <translation>신경망(&amp;W)</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>에포크(&amp;E)</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>그림(&amp;P)</translation>
    </message>
    <message>
        <source>Pictures to train on</source>
        <translation>훈련할 그림 수</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>시작(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>멈춤(&amp;T)</translation>
    </message>
    <message>
        <source>Bits and accuracy</source>
        <translation>비트와 정확도</translation>
    </message>
    <message>
        <source>One kind of number at a time has few bits while the network is trained; all others stay float32.
Top-1 on the first 2,000 test pictures, in per cent</source>
        <translation>신경망을 훈련하는 동안 한 번에 한 가지 수만 비트가 적고 나머지는 모두 float32입니다.
처음 2,000장의 시험 그림에 대한 Top-1, 퍼센트</translation>
    </message>
</context>
<context>
    <name>espalier::studio::TableExport</name>
    <message>
        <source>Save table</source>
        <translation>표 저장</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Copy or save the table as it is shown, with exact numbers</source>
        <translation>표시된 그대로의 표를 정확한 수치로 복사하거나 저장합니다</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>표 내보내기</translation>
    </message>
    <message>
        <source>Copy as %1</source>
        <translation>%1 형식으로 복사</translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation>%1 형식으로 저장…</translation>
    </message>
</context>
<context>
    <name>espalier::studio::TrainView</name>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>계속(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>일시 정지(&amp;P)</translation>
    </message>
    <message>
        <source>Done: the step on the stack holds the result.</source>
        <translation>완료: 스택의 단계에 결과가 저장되어 있습니다.</translation>
    </message>
    <message>
        <source>Ended early: the network of the best epoch is kept as a variant. It is less than the step says, so the step was taken off the stack.</source>
        <translation>조기 종료: 가장 좋은 에포크의 신경망을 변형으로 보관했습니다. 단계에 지정된 것보다 적게 학습했으므로 단계를 스택에서 제거했습니다.</translation>
    </message>
    <message>
        <source>Discarded: the network is as it was.</source>
        <translation>폐기됨: 신경망은 이전 그대로입니다.</translation>
    </message>
    <message>
        <source>Failed: the network is as it was.</source>
        <translation>실패: 신경망은 이전 그대로입니다.</translation>
    </message>
    <message>
        <source>Open a network to fine-tune it.</source>
        <translation>미세 조정할 신경망을 여십시오.</translation>
    </message>
    <message>
        <source>Choose a data set first: training needs labelled pictures.</source>
        <translation>먼저 데이터 세트를 선택하십시오. 학습에는 레이블이 있는 그림이 필요합니다.</translation>
    </message>
    <message>
        <source>Start appends a fine-tuning step to the stack and runs it on %1.</source>
        <translation>&apos;시작&apos;을 누르면 스택에 미세 조정 단계를 추가하고 다음 데이터로 실행합니다: %1.</translation>
    </message>
    <message>
        <source>Running the steps before it and measuring the start…</source>
        <translation>앞 단계를 실행하고 시작 상태를 측정하는 중…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>에포크 %1/%2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>%1 images/s</source>
        <translation>초당 이미지 %1개</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>손실 %1</translation>
    </message>
    <message>
        <source>held out %1 (%2 points since the start</source>
        <translation>홀드아웃 %1(시작 이후 %2 퍼센트포인트</translation>
    </message>
    <message>
        <source>, original %1</source>
        <translation>, 원본 %1</translation>
    </message>
    <message>
        <source>✓ Sparsity held: %1 of the weights are zero (before: %2).</source>
        <translation>✓ 희소성 유지됨: 가중치 중 0의 비율 %1(이전: %2).</translation>
    </message>
    <message>
        <source>✗ Sparsity not held: %1 of the weights are zero (before: %2).</source>
        <translation>✗ 희소성 유지되지 않음: 가중치 중 0의 비율 %1(이전: %2).</translation>
    </message>
    <message>
        <source> Held out: the first %1 pictures of the test split; they never choose what is kept.</source>
        <translation> 홀드아웃: 테스트 분할의 처음 %1개 그림. 무엇을 보관할지 고르는 데는 사용하지 않습니다.</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>에포크(&amp;E)</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>학습률(&amp;L)</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>배치(&amp;B)</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>시작(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top, keep best</source>
        <translation>중지, 최선 결과 보관(&amp;T)</translation>
    </message>
    <message>
        <source>Ends the training with the network of the finished epoch with the lowest training loss, or as it stands where none is finished.</source>
        <translation>학습을 끝내고, 완료된 에포크 중 학습 손실이 가장 낮은 신경망을 사용합니다. 완료된 에포크가 없으면 현재 상태를 사용합니다.</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>폐기(&amp;D)</translation>
    </message>
    <message>
        <source>Ends a running training with nothing; takes the step of a finished one off the stack (which can be undone).</source>
        <translation>진행 중인 학습은 결과 없이 끝내고, 완료된 학습은 그 단계를 스택에서 제거합니다(실행 취소 가능).</translation>
    </message>
    <message>
        <source>&amp;Keep as variant</source>
        <translation>변형으로 보관(&amp;K)</translation>
    </message>
    <message>
        <source>S&amp;moothing</source>
        <translation>평활화(&amp;M)</translation>
    </message>
    <message>
        <source>Smoothing of the loss</source>
        <translation>손실 평활화</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Cross-entropy of the training pictures of each step.
Smoothed: exponential moving average, in nats</source>
        <translation>각 학습 단계에서 사용한 학습 그림의 교차 엔트로피입니다.
평활화: 지수 이동 평균, nats 단위</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Share of pictures whose first guess is right: of the training pictures of the epoch so far, and of held-out ones.
Dashed: the original on the same held-out pictures</source>
        <translation>첫 번째 예측이 맞은 그림의 비율입니다: 현재까지 에포크의 학습 그림 및 홀드아웃 그림.
점선: 같은 홀드아웃 그림에 대한 원본</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Teac&amp;her</source>
        <translation>교사(&amp;H)</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>교사</translation>
    </message>
    <message>
        <source>A network whose scores are learnt beside the labels (distillation): the original, a variant that was kept, or a bundled one.</source>
        <translation>레이블과 함께 점수를 배울 신경망(증류): 원본, 보관한 변형, 또는 함께 제공되는 신경망.</translation>
    </message>
</context>
<context>
    <name>espalier::studio::TrainingRun</name>
    <message>
        <source>Fine-tune</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>The training failed</source>
        <translation>학습 실패</translation>
    </message>
</context>
<context>
    <name>espalier::studio::Treemap</name>
    <message>
        <source>%1 (%2)
parameters: %3</source>
        <translation>%1 (%2)
파라미터: %3</translation>
    </message>
    <message>
        <source>not zero: %1 → %2</source>
        <translation>0이 아닌 값: %1 → %2</translation>
    </message>
</context>
<context>
    <name>espalier::studio::ZeroBar</name>
    <message>
        <source>Share of elements that are exactly zero; they are left out of the plot below</source>
        <translation>정확히 0인 원소의 비율입니다. 아래 그래프에서는 제외됩니다</translation>
    </message>
    <message>
        <source>Zeros: %1 (original %2)</source>
        <translation>0의 비율: %1 (원본 %2)</translation>
    </message>
    <message>
        <source>Zeros: %1</source>
        <translation>0의 비율: %1</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shapes a neural network to its hardware</source>
        <translation>신경망을 하드웨어에 맞게 다듬습니다</translation>
    </message>
    <message>
        <source>A network, a workspace, or the name of a sample</source>
        <translation>신경망, 작업 공간 또는 예제 이름</translation>
    </message>
</context>
<context>
    <name>message</name>
    <message>
        <source>%1 stays whole: rank %2 of %3 would not be smaller, break-even is rank %4 (%5 % of the energy)</source>
        <translation>%1은(는) 나누지 않음: 계수 %2/%3은(는) 더 작아지지 않음, 손익분기 계수 %4(에너지의 %5 %)</translation>
    </message>
    <message>
        <source>%1 loses the %2 of its weights: its halves are other numbers</source>
        <translation>%1의 가중치에서 %2이(가) 없어짐: 나뉜 두 행렬은 다른 수</translation>
    </message>
    <message>
        <source>rank %1 of %2, %3 % of the energy (break-even %4)</source>
        <translation>계수 %1/%2, 에너지의 %3 %(손익분기 %4)</translation>
    </message>
    <message>
        <source>%1 stays whole: %2</source>
        <translation>%1은(는) 나누지 않음: %2</translation>
    </message>
    <message>
        <source>its weights are not a constant right factor</source>
        <translation>가중치가 오른쪽에 곱하는 상수가 아님</translation>
    </message>
    <message>
        <source>its weights are %1, expected float32</source>
        <translation>가중치가 float32가 아니라 %1</translation>
    </message>
    <message>
        <source>its weights are shared with another layer</source>
        <translation>가중치를 다른 층과 함께 씀</translation>
    </message>
    <message>
        <source>it has %1 groups, and each is thin already</source>
        <translation>그룹이 %1개이고 각각 이미 얇음</translation>
    </message>
    <message>
        <source>its weights have shape %1</source>
        <translation>가중치의 형상이 %1</translation>
    </message>
    <message>
        <source>no factors are known for %1</source>
        <translation>%1에 대해 알려진 분해가 없음</translation>
    </message>
    <message>
        <source>%1 to %2 parameters</source>
        <translation>파라미터 %1 → %2</translation>
    </message>
    <message>
        <source>%1 of %2 parameters zero</source>
        <translation>파라미터 %2개 가운데 %1개가 0</translation>
    </message>
    <message>
        <source>%1 is left out: its weights are %2, expected float32</source>
        <translation>%1 제외: 가중치가 float32가 아니라 %2</translation>
    </message>
    <message>
        <source>equal within %1 of the output range on %2 %3</source>
        <translation>출력 범위의 %1 안에서 같음(%2 %3)</translation>
    </message>
    <message>
        <source>%1 parameters trained</source>
        <translation>파라미터 %1개를 학습</translation>
    </message>
    <message>
        <source>%1 epochs cost about %2 multiply-accumulates for each training picture (%3 parameters move).</source>
        <translation>%1에폭은 학습 그림마다 곱셈-누산 약 %2번이 듦(파라미터 %3개가 움직임).</translation>
    </message>
    <message>
        <source>finetune: %1 steps, final loss %2, %3 % of the training pictures right, %4 images/s</source>
        <translation>미세조정: %1스텝, 마지막 손실 %2, 학습 그림의 %3 %가 맞음, 초당 그림 %4장</translation>
    </message>
    <message>
        <source>finetune: ended early; this is the network of the epoch with the lowest loss, or as it stood where no epoch was finished</source>
        <translation>미세조정: 일찍 끝냄. 손실이 가장 낮은 에폭의 신경망이며, 끝난 에폭이 없으면 멈춘 때의 신경망</translation>
    </message>
    <message>
        <source>%1 stays: %2</source>
        <translation>%1은(는) 그대로 둠: %2</translation>
    </message>
    <message>
        <source>nothing changes: there is no batch normalisation to fold</source>
        <translation>바뀌는 것 없음: 합칠 배치 정규화가 없음</translation>
    </message>
    <message>
        <source>takes a batch normalisation in</source>
        <translation>배치 정규화를 받아들임</translation>
    </message>
    <message>
        <source>%1 is zero altogether; one channel stays</source>
        <translation>%1은(는) 모두 0이라 채널 하나만 남김</translation>
    </message>
    <message>
        <source>nothing to remove: no channel contributes nothing</source>
        <translation>없앨 것이 없음: 기여하지 않는 채널이 없음</translation>
    </message>
    <message>
        <source>%1 groups of channels removed: %2 to %3 parameters, %4 to %5 MACs</source>
        <translation>채널 그룹 %1개를 없앰: 파라미터 %2 → %3, MAC %4 → %5</translation>
    </message>
    <message>
        <source>nothing changes: no channels can be removed</source>
        <translation>바뀌는 것 없음: 없앨 수 있는 채널이 없음</translation>
    </message>
    <message>
        <source>%1 stays: its channels hang on an excluded layer</source>
        <translation>%1은(는) 그대로 둠: 채널이 제외한 층에 매여 있음</translation>
    </message>
    <message>
        <source>%1 stays: its weights are not float32</source>
        <translation>%1은(는) 그대로 둠: 가중치가 float32가 아님</translation>
    </message>
    <message>
        <source>masked, not removed: materialise takes the network from %1 to %2 parameters and from %3 to %4 MACs</source>
        <translation>가렸을 뿐 없애지 않음: 실제로 없애면 파라미터가 %1에서 %2(으)로, MAC이 %3에서 %4(으)로 줄어듦</translation>
    </message>
    <message>
        <source>%1 keeps %2 of its %3 weights, the least that one layer may keep; other layers make up for it</source>
        <translation>%1은(는) 가중치 %3개 가운데 층이 지켜야 할 최소인 %2개를 남기고, 다른 층이 그만큼 더 줄임</translation>
    </message>
    <message>
        <source>nothing changes: %1 of %2 weights are zero already</source>
        <translation>바뀌는 것 없음: 가중치 %2개 가운데 %1개가 이미 0</translation>
    </message>
    <message>
        <source>%1 stays float: it is one of the ends</source>
        <translation>%1은(는) 실수로 둠: 처음이나 마지막 층</translation>
    </message>
    <message>
        <source>nothing changes: weight_bits and activation_bits are both 0</source>
        <translation>바뀌는 것 없음: 가중치 비트와 활성값 비트가 모두 0</translation>
    </message>
    <message>
        <source>%1: the %2 code of %3 bits is replaced; the float weights underneath are quantised anew</source>
        <translation>%1: %3비트 %2 부호를 바꿈. 밑에 있는 실수 가중치를 다시 양자화</translation>
    </message>
    <message>
        <source>weights %1 bit per %2, %3</source>
        <translation>가중치 %2별 %1비트, %3</translation>
    </message>
    <message>
        <source>%1 stays float: it held no values</source>
        <translation>%1은(는) 실수로 둠: 값이 없었음</translation>
    </message>
    <message>
        <source>%1 loses the %2 code of its weights, whose values stay: no such code has the levels that each channel then needs</source>
        <translation>%1의 가중치에서 %2 부호가 없어지고 값은 남음: 그 부호로는 채널마다 필요한 준위를 나타낼 수 없음</translation>
    </message>
    <message>
        <source>%1 loses the mask or code of its bias</source>
        <translation>%1의 편향에서 마스크나 부호가 없어짐</translation>
    </message>
    <message>
        <source>its statistics are not float32 constants</source>
        <translation>통계가 float32 상수가 아님</translation>
    </message>
    <message>
        <source>it follows an input of the network</source>
        <translation>신경망 입력 바로 뒤에 있음</translation>
    </message>
    <message>
        <source>it follows %1, which is no linear layer (%2)</source>
        <translation>바로 앞의 %1이(가) 선형 층이 아님(%2)</translation>
    </message>
    <message>
        <source>the output of %1 is read elsewhere too</source>
        <translation>%1의 출력을 다른 곳에서도 읽음</translation>
    </message>
    <message>
        <source>the values between %1 and it are quantised</source>
        <translation>%1과(와) 그 사이의 값이 양자화되어 있음</translation>
    </message>
    <message>
        <source>the weights of %1 are not a float32 constant</source>
        <translation>%1의 가중치가 float32 상수가 아님</translation>
    </message>
    <message>
        <source>its channels are not the outputs of %1</source>
        <translation>그 채널이 %1의 출력이 아님</translation>
    </message>
    <message>
        <source>the bias of %1 is not one constant for each channel</source>
        <translation>%1의 편향이 채널마다 하나인 상수가 아님</translation>
    </message>
    <message>
        <source>%1 computes in %2-bit fixed point: float operands are taken as rounded to it</source>
        <translation>%1은(는) %2비트 고정소수점으로 계산: 실수 피연산자는 그렇게 반올림한 것으로 봄</translation>
    </message>
    <message>
        <source>%1 stores and computes %2-bit words: narrower operands save nothing on it</source>
        <translation>%1은(는) %2비트 낱말로 저장하고 계산: 더 좁은 피연산자로 아끼는 것이 없음</translation>
    </message>
    <message>
        <source>%1 does not exploit zero weights: pruning without removal saves nothing on it</source>
        <translation>%1은(는) 0인 가중치를 활용하지 않음: 없애지 않는 가지치기로 아끼는 것이 없음</translation>
    </message>
    <message>
        <source>pooling and element-wise layers are counted as passes of their own through the buffers; a machine that fuses them into their neighbours saves that</source>
        <translation>풀링과 원소별 층은 버퍼를 따로 한 번 지나는 것으로 셈. 이웃 층에 합쳐 계산하는 장치는 그만큼을 아낌</translation>
    </message>
    <message>
        <source>leakage is unknown for this machine&apos;s node and not in the sum</source>
        <translation>이 장치의 공정에서 누설 전력을 알 수 없어 합에 넣지 않음</translation>
    </message>
    <message>
        <source>ranges of activations need pictures, and none were given</source>
        <translation>활성값 범위를 재려면 그림이 필요한데 주어지지 않음</translation>
    </message>
    <message>
        <source>ranges of activations need a network that takes one picture, found %1 inputs</source>
        <translation>활성값 범위를 재려면 그림 하나를 받는 신경망이어야 하는데 입력이 %1개</translation>
    </message>
    <message>
        <source>no layer is named &quot;%1&quot;</source>
        <translation>&quot;%1&quot;(이)라는 층이 없음</translation>
    </message>
    <message>
        <source>params: %1 can not be reached, expected at least %2 (biases, batch norm, layers not chosen, and one weight in each layer stay)</source>
        <translation>파라미터 %1개까지 줄일 수 없음. 적어도 %2개여야 함(편향, 배치 정규화, 고르지 않은 층, 층마다 가중치 하나는 남음)</translation>
    </message>
    <message>
        <source>bytes: %1 can not be reached, expected at least %2 with these layers</source>
        <translation>%1바이트까지 줄일 수 없음. 이 층들로는 적어도 %2바이트</translation>
    </message>
    <message>
        <source>%1 is 1, expected 0 or 2 to %2</source>
        <translation>%1이(가) 1. 0이거나 2~%2여야 함</translation>
    </message>
    <message>
        <source>an input of shape %1 can not be tried, expected sizes</source>
        <translation>형상 %1인 입력은 시험할 수 없음. 크기가 정해져 있어야 함</translation>
    </message>
    <message>
        <source>%1: found %2, expected %3</source>
        <translation>%1: %2이(가) 아니라 %3이어야 함</translation>
    </message>
    <message>
        <source>there is no parameter %1, expected %2</source>
        <translation>%1(이)라는 파라미터가 없음. 쓸 수 있는 것: %2</translation>
    </message>
    <message>
        <source>there is no technique &quot;%1&quot;</source>
        <translation>&quot;%1&quot;(이)라는 기법이 없음</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>%1부터 %2까지의 정수</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>%1부터 %2까지의 수</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 또는 false</translation>
    </message>
    <message>
        <source>found no data, expected %1</source>
        <translation>데이터가 없음. 필요한 것: %1</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>메모리가 모자람</translation>
    </message>
    <message>
        <source>labelled pictures</source>
        <translation>이름표가 있는 그림</translation>
    </message>
    <message>
        <source>pictures to calibrate on</source>
        <translation>보정에 쓸 그림</translation>
    </message>
    <message>
        <source>channels that can not be removed: %1</source>
        <translation>없앨 수 없는 채널: %1</translation>
    </message>
    <message>
        <source>no such file and no bundled network of this name</source>
        <translation>그런 파일도, 그런 이름의 내장 신경망도 없음</translation>
    </message>
    <message>
        <source>found a folder, expected a file</source>
        <translation>파일이 아니라 폴더</translation>
    </message>
    <message>
        <source>found %1, expected a file</source>
        <translation>파일이 아니라 %1</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>a device or a pipe</source>
        <translation>장치나 파이프</translation>
    </message>
    <message>
        <source>cannot be opened: %1</source>
        <translation>열 수 없음: %1</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>쓸 수 없음: %1</translation>
    </message>
    <message>
        <source>writing failed: %1</source>
        <translation>쓰지 못함: %1</translation>
    </message>
    <message>
        <source>reading failed</source>
        <translation>읽지 못함</translation>
    </message>
    <message>
        <source>the file has %1 bytes, at most %2 are accepted</source>
        <translation>파일이 %1바이트. 많아야 %2바이트까지 받음</translation>
    </message>
    <message>
        <source>not valid JSON at line %1 (byte %2)</source>
        <translation>%1번째 줄(%2바이트)에서 올바른 JSON이 아님</translation>
    </message>
    <message>
        <source>not valid JSON: a number is out of range</source>
        <translation>올바른 JSON이 아님: 수가 범위를 벗어남</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>%1단계보다 깊이 겹쳐 있음</translation>
    </message>
    <message>
        <source>key &quot;%1&quot; is missing</source>
        <translation>키 &quot;%1&quot;이(가) 없음</translation>
    </message>
    <message>
        <source>key &quot;%1&quot; has the wrong type (found %2)</source>
        <translation>키 &quot;%1&quot;의 형이 틀림(%2)</translation>
    </message>
    <message>
        <source>the network has no input</source>
        <translation>신경망에 입력이 없음</translation>
    </message>
    <message>
        <source>cannot tell the format from the name</source>
        <translation>이름으로 형식을 알 수 없음</translation>
    </message>
    <message>
        <source>the bundled network is another one: found SHA-256 %1, expected %2</source>
        <translation>내장 신경망이 다른 것임: SHA-256 %1, 기대한 값 %2</translation>
    </message>
    <message>
        <source>the network was changed: found SHA-256 %1, expected %2</source>
        <translation>신경망이 바뀌었음: SHA-256 %1, 기대한 값 %2</translation>
    </message>
    <message>
        <source>found no bundled network &quot;%1&quot;</source>
        <translation>&quot;%1&quot;(이)라는 내장 신경망이 없음</translation>
    </message>
    <message>
        <source>the workspace has format version %1, expected at most %2</source>
        <translation>작업 공간의 형식 판이 %1. 많아야 %2까지 읽을 수 있음</translation>
    </message>
    <message>
        <source>the recipe has format version %1, expected at most %2</source>
        <translation>레시피의 형식 판이 %1. 많아야 %2까지 읽을 수 있음</translation>
    </message>
    <message>
        <source>found JSON that is neither a workspace nor a recipe</source>
        <translation>작업 공간도 레시피도 아닌 JSON</translation>
    </message>
    <message>
        <source>not a workspace of this version</source>
        <translation>이 판의 작업 공간이 아님</translation>
    </message>
    <message>
        <source>the file was changed: its SHA-256 is %1</source>
        <translation>파일이 바뀌었음: SHA-256이 %1</translation>
    </message>
    <message>
        <source>operators that are not supported%1: %2</source>
        <translation>지원하지 않는 연산자%1: %2</translation>
    </message>
    <message>
        <source>not supported, opset %1: %2</source>
        <translation>지원하지 않음, 연산자 집합 %1: %2</translation>
    </message>
    <message>
        <source>operator set %1, expected %2 to %3</source>
        <translation>연산자 집합 %1. %2부터 %3까지 지원</translation>
    </message>
    <message>
        <source>the model has no graph</source>
        <translation>모델에 그래프가 없음</translation>
    </message>
    <message>
        <source>the model names no operator set</source>
        <translation>모델에 연산자 집합이 적혀 있지 않음</translation>
    </message>
    <message>
        <source>no complete ONNX model in %1 bytes</source>
        <translation>%1바이트 안에 온전한 ONNX 모델이 없음</translation>
    </message>
    <message>
        <source>a tensor of %1 values</source>
        <translation>%1 값의 텐서</translation>
    </message>
    <message>
        <source>version %1 of the format, expected %2</source>
        <translation>형식의 판이 %1. %2이어야 함</translation>
    </message>
    <message>
        <source>%1 bytes follow the last parameter</source>
        <translation>마지막 파라미터 뒤에 %1바이트가 더 있음</translation>
    </message>
    <message>
        <source>not a compressed network: the file does not begin with &quot;%1&quot;</source>
        <translation>압축한 신경망이 아님: 파일이 &quot;%1&quot;(으)로 시작하지 않음</translation>
    </message>
    <message>
        <source>the file is damaged: checksum %1, expected %2</source>
        <translation>파일이 손상됨: 검사합 %1, 기대한 값 %2</translation>
    </message>
    <message>
        <source>%1 at offset %2: found %3 bytes before the end, expected %4</source>
        <translation>%1, 위치 %2: 끝까지 %3바이트뿐이고 %4바이트가 있어야 함</translation>
    </message>
    <message>
        <source>external data: %1 can not be read</source>
        <translation>외부 데이터 %1을(를) 읽을 수 없음</translation>
    </message>
    <message>
        <source>external data: %1 can not be read: %2</source>
        <translation>외부 데이터 %1을(를) 읽을 수 없음: %2</translation>
    </message>
    <message>
        <source>data set &quot;%1&quot;: %2</source>
        <translation>데이터 세트 &quot;%1&quot;: %2</translation>
    </message>
    <message>
        <source>found no pictures in this folder</source>
        <translation>이 폴더에 그림이 없음</translation>
    </message>
    <message>
        <source>what was read back computes something else: outputs differ by up to %1, the largest is %2</source>
        <translation>다시 읽은 신경망이 다르게 계산함: 출력이 최대 %1만큼 다름(가장 큰 출력 %2)</translation>
    </message>
    <message>
        <source>write the network again with operators of the ONNX standard in place of these, or cut off the part that has them and open the rest</source>
        <translation>이 연산자들을 ONNX 표준 연산자로 바꾸어 신경망을 다시 내보내거나, 이것이 든 부분을 떼어 내고 나머지를 열기</translation>
    </message>
    <message>
        <source>operator %1 (%2)</source>
        <translation>연산자 %1(%2)</translation>
    </message>
    <message>
        <source>this is a fault of the program; the masked network is still valid</source>
        <translation>프로그램의 잘못. 가린 신경망은 그대로 쓸 수 있음</translation>
    </message>
    <message>
        <source>info lists the layers</source>
        <translation>층의 이름은 층 보기에 있음</translation>
    </message>
    <message>
        <source>give a data set with --data, or leave activation_bits at 0</source>
        <translation>데이터 세트를 고르거나, 활성값 비트를 0으로 두기</translation>
    </message>
    <message>
        <source>name a set with --data</source>
        <translation>데이터 세트를 고르기</translation>
    </message>
    <message>
        <source>it was written by a newer version of the program</source>
        <translation>더 새로운 판의 프로그램이 쓴 파일</translation>
    </message>
    <message>
        <source>it was written by a newer version of the program; open it there, or update</source>
        <translation>더 새로운 판의 프로그램이 쓴 파일. 그 판에서 열거나 이 프로그램을 새 판으로 바꾸기</translation>
    </message>
    <message>
        <source>open a network (.onnx, .espz), a workspace (.espalier) or a recipe (.json)</source>
        <translation>신경망(.onnx, .espz), 작업 공간(.espalier) 또는 레시피(.json)를 열기</translation>
    </message>
    <message>
        <source>bundled networks: %1</source>
        <translation>내장 신경망: %1</translation>
    </message>
    <message>
        <source>end it in .onnx or .espz</source>
        <translation>이름을 .onnx나 .espz로 끝내기</translation>
    </message>
    <message>
        <source>nothing was kept; try the other format, and report this</source>
        <translation>남긴 것이 없음. 다른 형식으로 해 보고 알려 주기</translation>
    </message>
    <message>
        <source>the workspace was made with another version of the program; open the network and load the recipe from this workspace</source>
        <translation>다른 판의 프로그램으로 만든 작업 공간. 신경망을 열고 이 작업 공간의 레시피를 불러오기</translation>
    </message>
    <message>
        <source>bring the old file back; to go on with the new one, open it and load the recipe from this workspace</source>
        <translation>이전 파일을 되돌리기. 새 파일로 계속하려면 그것을 열고 이 작업 공간의 레시피를 불러오기</translation>
    </message>
    <message>
        <source>expected a folder, or one of %1</source>
        <translation>폴더이거나 다음 가운데 하나여야 함: %1</translation>
    </message>
    <message>
        <source>expected IDX files (train-images-idx3-ubyte[.gz] ...), CIFAR-10 batches (data_batch_1.bin ...) or one folder of pictures per class</source>
        <translation>IDX 파일(train-images-idx3-ubyte[.gz] ...), CIFAR-10 묶음(data_batch_1.bin ...) 또는 클래스마다 그림 폴더 하나여야 함</translation>
    </message>
    <message>
        <source>a recipe needs a network to be put on</source>
        <translation>레시피를 얹을 신경망이 필요</translation>
    </message>
    <message>
        <source>open a network first, then the recipe</source>
        <translation>신경망을 먼저 열고 레시피를 열기</translation>
    </message>
    <message>
        <source>%1: %2-bit %3 code written as float32 values</source>
        <translation>%1: %2비트 %3 부호를 float32 값으로 씀</translation>
    </message>
    <message>
        <source>%1: %2-bit %3 code of activations left out, they stay float32</source>
        <translation>%1: 활성값의 %2비트 %3 부호를 뺌. 활성값은 float32로 남음</translation>
    </message>
    <message>
        <source>the float values under masks and codes: training goes on from the values that the network computes with now</source>
        <translation>마스크와 부호 밑의 실수 값: 학습은 지금 계산에 쓰는 값에서 이어짐</translation>
    </message>
    <message>
        <source>Input stationary</source>
        <translation>입력 고정</translation>
    </message>
    <message>
        <source>Output stationary</source>
        <translation>출력 고정</translation>
    </message>
    <message>
        <source>Row stationary</source>
        <translation>행 고정</translation>
    </message>
    <message>
        <source>Weight stationary</source>
        <translation>가중치 고정</translation>
    </message>
    <message>
        <source>Each element keeps one input of a window while all filters pass; partial sums run down the columns. Best where a layer has many filters for its pixels.</source>
        <translation>소자마다 창의 입력 하나를 붙들고 모든 필터가 지나갑니다. 부분합은 열을 따라 내려갑니다. 픽셀에 비해 필터가 많은 층에 가장 좋습니다.</translation>
    </message>
    <message>
        <source>Each element keeps one output until it is finished; inputs come from the left, weights from the top. Partial sums never leave the array.</source>
        <translation>소자마다 출력 하나를 다 될 때까지 붙듭니다. 입력은 왼쪽에서, 가중치는 위에서 옵니다. 부분합은 배열을 떠나지 않습니다.</translation>
    </message>
    <message>
        <source>Each element convolves one filter row with one input row; rows of weights stay, rows of inputs move diagonally, partial sums upwards. The layout with the least energy x time is taken.</source>
        <translation>소자마다 필터 한 행과 입력 한 행을 합성곱합니다. 가중치 행은 머물고 입력 행은 대각선으로, 부분합은 위로 움직입니다. 에너지 x 시간이 가장 작은 배치를 씁니다.</translation>
    </message>
    <message>
        <source>Each element keeps one weight while all pixels pass; partial sums run down the columns. Best where a layer has many pixels for its weights.</source>
        <translation>소자마다 가중치 하나를 붙들고 모든 픽셀이 지나갑니다. 부분합은 열을 따라 내려갑니다. 가중치에 비해 픽셀이 많은 층에 가장 좋습니다.</translation>
    </message>
    <message>
        <source>Eyeriss, ISCA 2016 study</source>
        <translation>Eyeriss, ISCA 2016 연구</translation>
    </message>
    <message>
        <source>16 x 16 row-stationary machine of the dataflow study: 0.5 KB per element, 128 KB buffer; no sparsity support</source>
        <translation>데이터플로우 연구의 16 x 16 행 고정 장치: 소자마다 0.5 KB, 버퍼 128 KB. 희소성 지원 없음</translation>
    </message>
    <message>
        <source>12 x 14 row-stationary machine, 108 KB buffer, 65 nm, 200 MHz; gates zero inputs and run-length codes activations</source>
        <translation>12 x 14 행 고정 장치, 버퍼 108 KB, 65 nm, 200 MHz. 0인 입력에서 쉬고 활성값을 런 길이로 부호화</translation>
    </message>
    <message>
        <source>Systolic array of any size</source>
        <translation>임의 크기의 시스톨릭 배열</translation>
    </message>
    <message>
        <source>ROWS x COLS processing elements with neighbour links; output, weight or input stationary; 64 KB per operand, 10 words a cycle from DRAM</source>
        <translation>이웃과 이어진 처리 소자 ROWS x COLS개. 출력, 가중치 또는 입력 고정. 피연산자마다 64 KB, DRAM에서 주기마다 10낱말</translation>
    </message>
    <message>
        <source>CIFAR-10: small photographs, 32x32 RGB</source>
        <translation>CIFAR-10: 작은 사진, 32x32 RGB</translation>
    </message>
    <message>
        <source>Drawn digits, bent and blotted, 28x28 grey; made by the program</source>
        <translation>휘고 번진 그린 숫자, 28x28 회색조. 프로그램이 만듦</translation>
    </message>
    <message>
        <source>Ten kinds of shapes on cluttered grounds, 32x32 RGB; made by the program</source>
        <translation>어지러운 바탕 위의 도형 열 가지, 32x32 RGB. 프로그램이 만듦</translation>
    </message>
    <message>
        <source>MNIST: handwritten digits, 28x28 grey</source>
        <translation>MNIST: 손으로 쓴 숫자, 28x28 회색조</translation>
    </message>
    <message>
        <source>Fashion-MNIST: pieces of clothing, 28x28 grey</source>
        <translation>Fashion-MNIST: 옷가지, 28x28 회색조</translation>
    </message>
    <message>
        <source>One picture for every second class of ImageNet</source>
        <translation>ImageNet 클래스 둘에 하나마다 그림 한 장</translation>
    </message>
    <message>
        <source>Deep compression</source>
        <translation>심층 압축</translation>
    </message>
    <message>
        <source>Weights in 8 bits</source>
        <translation>가중치를 8비트로</translation>
    </message>
    <message>
        <source>LeNet-5 in three steps</source>
        <translation>LeNet-5를 세 단계로</translation>
    </message>
    <message>
        <source>Light pruning</source>
        <translation>가벼운 가지치기</translation>
    </message>
    <message>
        <source>Low rank</source>
        <translation>낮은 랭크</translation>
    </message>
    <message>
        <source>Pruned, and weights and activations in 8 bits</source>
        <translation>가지치기하고 가중치와 활성값을 8비트로</translation>
    </message>
    <message>
        <source>Half of the parameters by whole channels</source>
        <translation>채널째로 파라미터를 절반으로</translation>
    </message>
    <message>
        <source>%1 layers learn one by one on %2 pictures, without labels.</source>
        <translation>층 %1개가 그림 %2장으로 하나씩 이름표 없이 배움.</translation>
    </message>
    <message>
        <source>%1: mean squared error %2 before, %3 after</source>
        <translation>%1: 평균 제곱 오차 %2 → %3</translation>
    </message>
    <message>
        <source>%1 is left out: the original has no layer with this output</source>
        <translation>%1 제외: 원본에 이 출력을 내는 층이 없음</translation>
    </message>
    <message>
        <source>%1 batch normalisations are measured on %2 pictures, without labels.</source>
        <translation>배치 정규화 %1개를 그림 %2장으로 이름표 없이 잼.</translation>
    </message>
    <message>
        <source>reconstruct.layers: no data, expected pictures</source>
        <translation>층 다시 맞추기: 데이터가 없음. 그림이 필요</translation>
    </message>
    <message>
        <source>reestimate.batchnorm: no data, expected pictures</source>
        <translation>배치 정규화 다시 재기: 데이터가 없음. 그림이 필요</translation>
    </message>
    <message>
        <source>training diverged in step %1 (loss %2): the first number that is not finite is in %3</source>
        <translation>스텝 %1에서 학습이 발산함(손실 %2): 유한하지 않은 첫 수는 %3에 있음</translation>
    </message>
    <message>
        <source>the loss itself</source>
        <translation>손실 자체</translation>
    </message>
    <message>
        <source>use a lower learning rate, a warm-up, or clip the gradient</source>
        <translation>학습률을 낮추거나, 준비 단계를 두거나, 기울기를 자르기</translation>
    </message>
    <message>
        <source>%1; the last good state, after step %2, is in %3</source>
        <translation>%1. 스텝 %2 뒤의 마지막 좋은 상태는 %3에 있음</translation>
    </message>
    <message>
        <source>folded into %1</source>
        <translation>%1에 합침</translation>
    </message>
    <message>
        <source>Searched mapping</source>
        <translation>찾은 매핑</translation>
    </message>
    <message>
        <source>Whatever tiling and order of loops costs least on this machine, searched layer by layer.</source>
        <translation>이 기계에서 가장 적게 드는 타일과 반복 순서를 층마다 찾습니다.</translation>
    </message>
    <message>
        <source>No local reuse</source>
        <translation>지역 재사용 없음</translation>
    </message>
    <message>
        <source>Adder trees fed straight from the buffers: nothing stays at the multipliers, so that the buffers serve every product.</source>
        <translation>버퍼에서 바로 먹이는 덧셈 나무: 곱셈기에 아무것도 머물지 않아 버퍼가 모든 곱을 댑니다.</translation>
    </message>
    <message>
        <source>Plane of outputs</source>
        <translation>출력 평면</translation>
    </message>
    <message>
        <source>A tile of the output plane stays, one weight a cycle goes to all, and inputs move between neighbours.</source>
        <translation>출력 평면의 타일이 머물고, 사이클마다 가중치 하나가 모두에게 가며, 입력은 이웃 사이를 옮겨 갑니다.</translation>
    </message>
    <message>
        <source>Bit-serial</source>
        <translation>비트 직렬</translation>
    </message>
    <message>
        <source>Operands enter bit by bit: a cycle for each bit, so that time follows the width a layer needs.</source>
        <translation>피연산자가 한 비트씩 들어갑니다. 비트마다 한 사이클이므로 시간이 층에 필요한 폭을 따릅니다.</translation>
    </message>
    <message>
        <source>Bit fusion</source>
        <translation>비트 융합</translation>
    </message>
    <message>
        <source>Multipliers split into 2-bit bricks: narrow operands multiply the rate. The tiling with the fewest cycles is taken.</source>
        <translation>곱셈기가 2비트 벽돌로 나뉘어 좁은 피연산자일수록 빨라집니다. 사이클이 가장 적은 타일을 고릅니다.</translation>
    </message>
    <message>
        <source>XNOR and popcount</source>
        <translation>XNOR와 popcount</translation>
    </message>
    <message>
        <source>Words of one-bit products, counted by popcount; an operand of b bits is b planes.</source>
        <translation>1비트 곱의 워드를 popcount로 셉니다. b비트 피연산자는 b개의 평면입니다.</translation>
    </message>
    <message>
        <source>Sparse weights, one filter an element</source>
        <translation>희소 가중치, 소자마다 필터 하나</translation>
    </message>
    <message>
        <source>Elements skip the zero weights of a filter each; a group of filters waits for the fullest.</source>
        <translation>소자마다 필터 하나의 0인 가중치를 건너뜁니다. 필터 묶음은 가장 가득 찬 것을 기다립니다.</translation>
    </message>
    <message>
        <source>Sparse inputs, a slice a lane</source>
        <translation>희소 입력, 레인마다 조각 하나</translation>
    </message>
    <message>
        <source>Lanes pass the inputs of their slice of the channels that are not zero; a window ends with its fullest slice.</source>
        <translation>레인은 맡은 채널 조각에서 0이 아닌 입력을 보냅니다. 창은 가장 가득 찬 조각과 함께 끝납니다.</translation>
    </message>
    <message>
        <source>Sparse matrix times sparse vector</source>
        <translation>희소 행렬 곱하기 희소 벡터</translation>
    </message>
    <message>
        <source>Inputs that are not zero are sent to all elements, which work through their rows of that column.</source>
        <translation>0이 아닌 입력을 모든 소자에 보내고, 소자는 그 열에서 맡은 행을 처리합니다.</translation>
    </message>
    <message>
        <source>Sparse weights and inputs, all products</source>
        <translation>희소 가중치와 입력, 모든 곱</translation>
    </message>
    <message>
        <source>Elements hold tiles of the plane and multiply every input that is not zero with every weight of its channel that is not.</source>
        <translation>소자는 평면의 타일을 쥐고, 0이 아닌 입력을 그 채널의 0이 아닌 모든 가중치와 곱합니다.</translation>
    </message>
    <message>
        <source>Sums that end early</source>
        <translation>일찍 끝나는 합</translation>
    </message>
    <message>
        <source>Positive weights first: a sum that falls below zero ends there, since ReLU will make it zero.</source>
        <translation>양의 가중치를 먼저: 0 아래로 떨어진 합은 ReLU가 0으로 만들 것이므로 거기서 끝납니다.</translation>
    </message>
    <message>
        <source>Predicted outputs</source>
        <translation>예측한 출력</translation>
    </message>
    <message>
        <source>A cheap predictor says which outputs ReLU will make zero; only the others are computed in full.</source>
        <translation>값싼 예측기가 ReLU가 0으로 만들 출력을 말하고, 나머지만 끝까지 계산합니다.</translation>
    </message>
    <message>
        <source>Tensor-train stages</source>
        <translation>텐서 트레인 단계</translation>
    </message>
    <message>
        <source>Each core of a tensor train is a matrix product; transposes between them are made while reading.</source>
        <translation>텐서 트레인의 코어마다 행렬 곱 하나. 그 사이의 전치는 읽으면서 이루어집니다.</translation>
    </message>
    <message>
        <source>Roofline</source>
        <translation>루프라인</translation>
    </message>
    <message>
        <source>As fast as the arithmetic units or the memory allow, times what such kernels reach of it.</source>
        <translation>연산기나 메모리가 허락하는 만큼 빠르게, 그런 커널이 이르는 몫을 곱합니다.</translation>
    </message>
    <message>
        <source>Eyeriss as a tree</source>
        <translation>나무로 적은 Eyeriss</translation>
    </message>
    <message>
        <source>The 12 x 14 array, its buffer and three scratchpads as components one can edit; mappings are searched</source>
        <translation>12 x 14 배열과 버퍼, 스크래치패드 셋을 고칠 수 있는 구성 요소로; 매핑은 찾습니다</translation>
    </message>
    <message>
        <source>16 adder trees of 16 multipliers without local reuse, 36 KB buffer, 65 nm</source>
        <translation>곱셈기 16개씩의 덧셈 나무 16개, 지역 재사용 없음, 버퍼 36 KB, 65 nm</translation>
    </message>
    <message>
        <source>8 x 8 output-stationary plane with neighbour links, 288 KB on chip, 65 nm</source>
        <translation>이웃이 이어진 8 x 8 출력 고정 평면, 칩 안 288 KB, 65 nm</translation>
    </message>
    <message>
        <source>256 x 256 weight-stationary systolic array, 24 MiB unified buffer, 4 MiB accumulators, 34 GB/s</source>
        <translation>256 x 256 가중치 고정 시스톨릭 배열, 통합 버퍼 24 MiB, 누산기 4 MiB, 34 GB/s</translation>
    </message>
    <message>
        <source>64 elements on compressed fully connected layers: sparse weights times sparse inputs, 45 nm, 800 MHz</source>
        <translation>압축된 완전 연결 층을 위한 소자 64개: 희소 가중치 곱하기 희소 입력, 45 nm, 800 MHz</translation>
    </message>
    <message>
        <source>16 elements of 16 multipliers that skip zero weights, 65 nm</source>
        <translation>0인 가중치를 건너뛰는 곱셈기 16개씩의 소자 16개, 65 nm</translation>
    </message>
    <message>
        <source>DaDianNao with lanes that pass zero inputs by: 16 lanes by 256 filters</source>
        <translation>0인 입력을 지나치는 레인을 가진 DaDianNao: 레인 16개, 필터 256개</translation>
    </message>
    <message>
        <source>The dense machine that Cnvlutin and Stripes start from: 16 tiles of 16 filters by 16 lanes</source>
        <translation>Cnvlutin과 Stripes가 출발한 밀집 기계: 필터 16개와 레인 16개의 타일 16개</translation>
    </message>
    <message>
        <source>16 tiles of 16 x 16 bit-serial units: time follows the inputs&apos; width</source>
        <translation>16 x 16 비트 직렬 단위의 타일 16개: 시간이 입력의 폭을 따릅니다</translation>
    </message>
    <message>
        <source>Weights bit by bit, 1 to 16 bits: 345.6 GOPS at 16 bits, 65 nm, 200 MHz</source>
        <translation>가중치를 1~16비트로 한 비트씩: 16비트에서 345.6 GOPS, 65 nm, 200 MHz</translation>
    </message>
    <message>
        <source>Inputs and weights bit by bit: time follows the product of both widths</source>
        <translation>입력과 가중치를 한 비트씩: 시간이 두 폭의 곱을 따릅니다</translation>
    </message>
    <message>
        <source>16 x 32 multipliers that split into 2-bit bricks, 112 KB, 45 nm, 500 MHz</source>
        <translation>2비트 벽돌로 나뉘는 곱셈기 16 x 32, 112 KB, 45 nm, 500 MHz</translation>
    </message>
    <message>
        <source>XNOR Neural Engine</source>
        <translation>XNOR 신경 엔진</translation>
    </message>
    <message>
        <source>128 binary products a cycle and popcount, 22 nm; 21.6 fJ an operation at 0.4 V</source>
        <translation>사이클마다 이진 곱 128개와 popcount, 22 nm; 0.4 V에서 연산당 21.6 fJ</translation>
    </message>
    <message>
        <source>16 elements of 16 multipliers for tensor-train stages, 28 nm, 1 GHz</source>
        <translation>텐서 트레인 단계를 위한 곱셈기 16개씩의 소자 16개, 28 nm, 1 GHz</translation>
    </message>
    <message>
        <source>8 x 8 elements of 4 x 4 multipliers: all products of what is not zero, 16 nm</source>
        <translation>곱셈기 4 x 4개씩의 소자 8 x 8: 0이 아닌 것의 모든 곱, 16 nm</translation>
    </message>
    <message>
        <source>8 x 8 elements of 4 lanes that end a sum once it is below zero</source>
        <translation>합이 0 아래로 가면 끝내는 레인 4개씩의 소자 8 x 8</translation>
    </message>
    <message>
        <source>Decoupled speculation</source>
        <translation>분리된 추측</translation>
    </message>
    <message>
        <source>8 x 8 elements of 4 lanes beside a predictor of a tenth of the work</source>
        <translation>일의 10분의 1을 하는 예측기 옆의 레인 4개씩의 소자 8 x 8</translation>
    </message>
    <message>
        <source>256 lanes at 1.3 GHz beside 58.3 GB/s: a roofline of an embedded graphics processor</source>
        <translation>1.3 GHz 레인 256개와 58.3 GB/s: 임베디드 그래픽 프로세서의 루프라인</translation>
    </message>
    <message>
        <source>Four cores of 4 float lanes at 1.5 GHz: a roofline of an embedded processor</source>
        <translation>1.5 GHz에서 부동소수 레인 4개씩의 코어 넷: 임베디드 프로세서의 루프라인</translation>
    </message>
    <message>
        <source>Weights in 4 bits, activations in 8</source>
        <translation>가중치 4비트, 활성값 8비트</translation>
    </message>
    <message>
        <source>%1 stays as it is: it has a mask, and none of the levels is zero</source>
        <translation>%1은(는) 그대로 둡니다. 마스크가 있는데 값 가운데 0이 없습니다</translation>
    </message>
    <message>
        <source>%1 stays as it is: a %2 is no single product with a constant</source>
        <translation>%1은(는) 그대로 둡니다. %2은(는) 상수와의 단일 곱이 아닙니다</translation>
    </message>
    <message>
        <source>%1: mean squared change of its outputs %2, by nearest levels %3</source>
        <translation>%1: 출력의 평균 제곱 변화 %2, 가장 가까운 값으로는 %3</translation>
    </message>
    <message>
        <source>%1: mean squared change of its outputs %2, by nearest levels %3; bias corrected</source>
        <translation>%1: 출력의 평균 제곱 변화 %2, 가장 가까운 값으로는 %3; 편향 보정됨</translation>
    </message>
    <message>
        <source>weights %1 bit per %2, rounded to keep the outputs</source>
        <translation>가중치 %1비트(%2별), 출력을 유지하도록 반올림</translation>
    </message>
    <message>
        <source>weights %1 bit, %2, per %3</source>
        <translation>가중치 %1비트, %2, %3별</translation>
    </message>
    <message>
        <source>weights 2 to 8 bit per channel, as measured</source>
        <translation>측정에 따라 채널별 가중치 2~8비트</translation>
    </message>
    <message>
        <source>%1: %2 bits</source>
        <translation>%1: %2비트</translation>
    </message>
    <message>
        <source>%1 bits on average; expected change of the outputs %2, with even widths %3</source>
        <translation>평균 %1비트; 예상되는 출력 변화 %2, 같은 비트로는 %3</translation>
    </message>
    <message>
        <source>equalised with %1</source>
        <translation>%1과(와) 균등화</translation>
    </message>
    <message>
        <source>%1 pairs of layers stay: a bounded activation lies between them</source>
        <translation>층 %1쌍은 그대로입니다. 사이에 상한이 있는 활성화가 있습니다</translation>
    </message>
    <message>
        <source>nothing changes: no layer feeds another through ReLU or pooling alone</source>
        <translation>바뀌는 것이 없습니다. ReLU나 풀링만 거쳐 이어지는 층이 없습니다</translation>
    </message>
    <message>
        <source>bias corrected</source>
        <translation>편향 보정됨</translation>
    </message>
    <message>
        <source>nothing changes: no layer with a bias computes with codes</source>
        <translation>바뀌는 것이 없습니다. 편향이 있으면서 부호로 계산하는 층이 없습니다</translation>
    </message>
    <message>
        <source>%1 biases corrected, by %2 at most</source>
        <translation>편향 %1개 보정, 최대 %2</translation>
    </message>
    <message>
        <source>Orders of marks among letters, 32 steps of 8, grey; made by the program</source>
        <translation>글자 사이 표시의 순서, 8칸짜리 32단계, 회색조. 프로그램이 만듦</translation>
    </message>
    <message>
        <source>Tiny Shakespeare: 1.1 million characters of plays, for language models</source>
        <translation>Tiny Shakespeare: 희곡 110만 글자, 언어 모델용</translation>
    </message>
    <message>
        <source>WikiText-2: articles as words, for language models</source>
        <translation>WikiText-2: 낱말로 나눈 글, 언어 모델용</translation>
    </message>
    <message>
        <source>1,024 elements on an FPGA for pruned LSTMs: 32 channels with a vector each, weights pruned so that no element waits</source>
        <translation>가지친 LSTM을 위한 FPGA의 소자 1,024개: 벡터를 하나씩 맡는 채널 32개, 아무 소자도 기다리지 않게 가지침</translation>
    </message>
    <message>
        <source>Pruned, and taught by the original</source>
        <translation>가지치기 뒤 원본에게 배우기</translation>
    </message>
    <message>
        <source>quantise.qat: %1 layers by %2, %3 steps, final loss %4, %5 % of the training pictures right</source>
        <translation>quantise.qat: 층 %1개를 %2(으)로, %3걸음, 마지막 손실 %4, 학습 사진의 %5 % 정답</translation>
    </message>
    <message>
        <source>quantise.qat: ended early; this is the network of the epoch with the lowest loss, or as it stood where no epoch was finished</source>
        <translation>quantise.qat: 일찍 끝났습니다. 손실이 가장 낮았던 에포크의 신경망이며, 마친 에포크가 없으면 그때까지의 신경망입니다</translation>
    </message>
    <message>
        <source>nothing is quantised: no layer is left</source>
        <translation>양자화할 층이 없어 아무것도 양자화되지 않습니다</translation>
    </message>
    <message>
        <source>%1: no training data, expected a labelled set</source>
        <translation>%1: 학습 데이터가 없습니다. 레이블이 있는 집합이 필요합니다</translation>
    </message>
</context>
<context>
    <name>technique</name>
    <message>
        <source>Split layers by singular values</source>
        <translation>특잇값으로 층 나누기</translation>
    </message>
    <message>
        <source>Replaces a layer by two thinner ones whose product is nearly the same.</source>
        <translation>층 하나를, 곱이 원래와 거의 같은 더 얇은 두 층으로 바꿉니다.</translation>
    </message>
    <message>
        <source>Choose ranks by</source>
        <translation>랭크 결정 기준</translation>
    </message>
    <message>
        <source>What decides the rank of each layer. Where it is not given, it is what is given: rank, energy or budget.</source>
        <translation>각 층의 랭크를 정하는 기준입니다. 지정하지 않으면 값이 주어진 항목(랭크, 에너지, 예산)을 따릅니다.</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>에너지</translation>
    </message>
    <message>
        <source>the least rank that keeps a share of the squares</source>
        <translation>제곱합의 일정 비율을 유지하는 최소 랭크</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>랭크</translation>
    </message>
    <message>
        <source>the same rank for every layer</source>
        <translation>모든 층에 같은 랭크</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>예산</translation>
    </message>
    <message>
        <source>a share of the parameters, spread where it keeps most</source>
        <translation>파라미터의 일정 비율을 가장 많이 유지되는 곳에 배분</translation>
    </message>
    <message>
        <source>Energy kept</source>
        <translation>유지할 에너지</translation>
    </message>
    <message>
        <source>Share of the squared singular values that each layer keeps.</source>
        <translation>각 층이 유지할 특잇값 제곱합의 비율입니다.</translation>
    </message>
    <message>
        <source>Rank of every layer; a layer that has less keeps what it has.</source>
        <translation>모든 층의 랭크입니다. 랭크가 이보다 작은 층은 그대로 유지합니다.</translation>
    </message>
    <message>
        <source>Parameters kept</source>
        <translation>유지할 파라미터</translation>
    </message>
    <message>
        <source>Share of the weights of the chosen layers that is left; ranks go where they keep most energy for a parameter.</source>
        <translation>선택한 층에서 남길 가중치의 비율입니다. 랭크는 파라미터당 유지되는 에너지가 가장 큰 곳에 배분됩니다.</translation>
    </message>
    <message>
        <source>Split convolutions</source>
        <translation>합성곱 나누기</translation>
    </message>
    <message>
        <source>How the kernel becomes a matrix. 1x1 kernels and matrices have only one way.</source>
        <translation>커널을 행렬로 바꾸는 방법입니다. 1x1 커널과 행렬은 방법이 하나뿐입니다.</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>채널별</translation>
    </message>
    <message>
        <source>k x k to few channels, then 1 x 1 to all</source>
        <translation>k x k로 적은 채널에, 이어서 1 x 1로 모든 채널에</translation>
    </message>
    <message>
        <source>By direction</source>
        <translation>방향별</translation>
    </message>
    <message>
        <source>k x 1 to few channels, then 1 x k to all</source>
        <translation>k x 1로 적은 채널에, 이어서 1 x k로 모든 채널에</translation>
    </message>
    <message>
        <source>Recurrent weights too</source>
        <translation>순환 가중치도 나누기</translation>
    </message>
    <message>
        <source>A recurrent layer becomes its steps, written out one by one, with two thin products in each: no operator has a recurrent matrix in factors.</source>
        <translation>순환층을 단계별로 풀어 쓰고 각 단계에 얇은 곱을 두 개 둡니다. 순환 행렬을 인수로 갖는 연산자는 없기 때문입니다.</translation>
    </message>
    <message>
        <source>Also where it does not pay</source>
        <translation>이득이 없어도 나누기</translation>
    </message>
    <message>
        <source>Splits a layer even where both halves together are not smaller than it was.</source>
        <translation>나눈 두 층의 합이 원래보다 작지 않아도 층을 나눕니다.</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>Trains the network on, with pruned weights kept at zero and quantised ones on their levels.</source>
        <translation>가지치기된 가중치는 0으로, 양자화된 가중치는 해당 레벨로 유지하면서 신경망을 이어서 학습합니다.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Passes over the training pictures; a fraction is allowed.</source>
        <translation>학습용 그림을 반복하는 횟수입니다. 소수도 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>The highest of the schedule.</source>
        <translation>스케줄에서 가장 높은 값입니다.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>Pictures in one step.</source>
        <translation>한 번의 학습 단계에 쓰는 그림 수입니다.</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>모멘텀</translation>
    </message>
    <message>
        <source>Share of the last step that is kept.</source>
        <translation>직전 학습 단계의 갱신량 중 유지할 비율입니다.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>가중치 감쇠</translation>
    </message>
    <message>
        <source>Pull towards zero on weights (not on biases and batch norm).</source>
        <translation>가중치를 0 쪽으로 당기는 세기입니다(편향와 배치 정규화에는 적용하지 않음).</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>How the learning rate goes over the step.</source>
        <translation>단계가 진행되는 동안 학습률이 변하는 방식입니다.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>the same throughout</source>
        <translation>처음부터 끝까지 같음</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>코사인</translation>
    </message>
    <message>
        <source>down to zero along half a cosine</source>
        <translation>코사인 반주기를 따라 0까지 감소</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>a tenth after one half and after three quarters</source>
        <translation>절반과 4분의 3 지점에서 각각 10분의 1로 감소</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>워밍업</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises to its highest.</source>
        <translation>전체 학습 단계 중 학습률이 최고값까지 올라가는 구간의 비율입니다.</translation>
    </message>
    <message>
        <source>Nesterov momentum</source>
        <translation>네스테로프 모멘텀</translation>
    </message>
    <message>
        <source>Look ahead along the momentum.</source>
        <translation>모멘텀 방향으로 앞선 지점에서 기울기를 계산합니다.</translation>
    </message>
    <message>
        <source>Freeze batch norm</source>
        <translation>배치 정규화 고정</translation>
    </message>
    <message>
        <source>Keep running statistics and normalise with them, for few pictures.</source>
        <translation>이동 통계를 갱신하지 않고 그 값으로 정규화합니다. 그림이 적을 때 사용합니다.</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>데이터 증강</translation>
    </message>
    <message>
        <source>none, or flip, shift2, crop4 (by up to so many pixels) joined by +.</source>
        <translation>none 또는 flip, shift2, crop4(숫자는 최대 픽셀 수)를 +로 이어 입력합니다.</translation>
    </message>
    <message>
        <source>Fold batch normalisation</source>
        <translation>배치 정규화 병합</translation>
    </message>
    <message>
        <source>Puts each batch normalisation into the weights and bias of the layer before it.</source>
        <translation>각 배치 정규화를 바로 앞 층의 가중치와 편향에 합칩니다.</translation>
    </message>
    <message>
        <source>Remove what is masked</source>
        <translation>마스크된 부분 제거</translation>
    </message>
    <message>
        <source>Takes channels that contribute nothing out of the network, and proves on data that its outputs stay the same.</source>
        <translation>기여하지 않는 채널을 신경망에서 제거하고, 출력이 그대로임을 데이터로 검증합니다.</translation>
    </message>
    <message>
        <source>Prove on data</source>
        <translation>데이터로 검증</translation>
    </message>
    <message>
        <source>Run the network before and after on pictures (random inputs where there are none) and refuse the result unless the outputs agree.</source>
        <translation>변경 전후의 신경망을 그림으로(없으면 임의 입력으로) 실행하고, 출력이 일치하지 않으면 결과를 받아들이지 않습니다.</translation>
    </message>
    <message>
        <source>Prune whole channels</source>
        <translation>채널 단위 가지치기</translation>
    </message>
    <message>
        <source>Masks the weakest channels with everything that depends on them, ready to be removed by materialise.</source>
        <translation>가장 약한 채널과 그에 의존하는 모든 부분을 마스크하여 materialise로 제거할 수 있게 합니다.</translation>
    </message>
    <message>
        <source>Share of channels</source>
        <translation>채널 비율</translation>
    </message>
    <message>
        <source>Share of the channels of the chosen layers that go. A share p of all channels is about 1 - (1 - p)^2 of the parameters.</source>
        <translation>선택한 층의 채널 중 제거할 비율입니다. 전체 채널 중 비율 p를 제거하면 파라미터의 약 1 - (1 - p)^2가 제거됩니다.</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>척도</translation>
    </message>
    <message>
        <source>How the weights of a channel become one number.</source>
        <translation>채널의 가중치들을 하나의 값으로 나타내는 방법입니다.</translation>
    </message>
    <message>
        <source>Sum of magnitudes</source>
        <translation>크기의 합</translation>
    </message>
    <message>
        <source>the L1 norm</source>
        <translation>L1 노름</translation>
    </message>
    <message>
        <source>Root of the sum of squares</source>
        <translation>제곱합의 제곱근</translation>
    </message>
    <message>
        <source>the L2 norm</source>
        <translation>L2 노름</translation>
    </message>
    <message>
        <source>Members of a group</source>
        <translation>그룹 내 결합 방식</translation>
    </message>
    <message>
        <source>How the numbers of all layers a channel passes through are put together.</source>
        <translation>한 채널이 거치는 모든 층의 값을 합치는 방법입니다.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>every layer counts the same</source>
        <translation>모든 층을 똑같이 반영</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>합</translation>
    </message>
    <message>
        <source>a channel in many layers counts more</source>
        <translation>여러 층에 걸친 채널일수록 크게 반영</translation>
    </message>
    <message>
        <source>Compare channels</source>
        <translation>채널 비교 범위</translation>
    </message>
    <message>
        <source>In each group of layers every group loses the same share; over the whole network weak groups lose more.</source>
        <translation>층 그룹별로 비교하면 모든 그룹이 같은 비율을 잃고, 전체 신경망에서 비교하면 약한 그룹이 더 많이 잃습니다.</translation>
    </message>
    <message>
        <source>In each group of layers</source>
        <translation>층 그룹별</translation>
    </message>
    <message>
        <source>the same share everywhere</source>
        <translation>어디서나 같은 비율</translation>
    </message>
    <message>
        <source>In each gate</source>
        <translation>게이트별</translation>
    </message>
    <message>
        <source>every gate of a recurrent layer, and every other layer, gets the same sparsity</source>
        <translation>순환층의 모든 게이트와 나머지 모든 층에 같은 희소성</translation>
    </message>
    <message>
        <source>Over the whole network</source>
        <translation>전체 신경망</translation>
    </message>
    <message>
        <source>one ranking for all</source>
        <translation>하나의 순위를 모두에 적용</translation>
    </message>
    <message>
        <source>Most in one group</source>
        <translation>그룹당 최대</translation>
    </message>
    <message>
        <source>No group loses more than this share of its channels, unless the ratio asked for is higher still.</source>
        <translation>어떤 그룹도 채널을 이 비율보다 많이 잃지 않습니다. 단, 요청한 비율이 이보다 높으면 예외입니다.</translation>
    </message>
    <message>
        <source>Channels that stay</source>
        <translation>남길 채널 수</translation>
    </message>
    <message>
        <source>Every group keeps at least this many channels.</source>
        <translation>모든 그룹이 최소한 이 수만큼 채널을 유지합니다.</translation>
    </message>
    <message>
        <source>Multiple of</source>
        <translation>배수</translation>
    </message>
    <message>
        <source>The number of channels kept is rounded up to a multiple of this: vector units and processing elements work in such portions.</source>
        <translation>유지하는 채널 수를 이 값의 배수로 올림합니다. 벡터 유닛과 처리 요소가 이 단위로 작업하기 때문입니다.</translation>
    </message>
    <message>
        <source>Prune small weights</source>
        <translation>작은 가중치 가지치기</translation>
    </message>
    <message>
        <source>Sets the weights of smallest magnitude to zero and keeps them there.</source>
        <translation>크기가 가장 작은 가중치를 0으로 만들고 그대로 유지합니다.</translation>
    </message>
    <message>
        <source>Aim for</source>
        <translation>목표</translation>
    </message>
    <message>
        <source>What decides how many weights go. Where it is not given, it is what is given: sparsity, params or bytes.</source>
        <translation>제거할 가중치 수를 정하는 기준입니다. 지정하지 않으면 값이 주어진 항목(sparsity, params, bytes)을 따릅니다.</translation>
    </message>
    <message>
        <source>A share of zeros</source>
        <translation>0의 비율</translation>
    </message>
    <message>
        <source>of the weights of the chosen layers</source>
        <translation>선택한 층의 가중치 기준</translation>
    </message>
    <message>
        <source>A number of parameters</source>
        <translation>파라미터 수</translation>
    </message>
    <message>
        <source>that are not zero, in the network</source>
        <translation>신경망에서 0이 아닌 것 기준</translation>
    </message>
    <message>
        <source>A number of bytes</source>
        <translation>바이트 수</translation>
    </message>
    <message>
        <source>of the network as an .espz file</source>
        <translation>.espz 파일로 저장한 신경망 기준</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>Share of the weights of the chosen layers that are zero after it.</source>
        <translation>적용 후 선택한 층의 가중치 중 0의 비율입니다.</translation>
    </message>
    <message>
        <source>Parameters left</source>
        <translation>남길 파라미터</translation>
    </message>
    <message>
        <source>At most this many parameters of the network are not zero after it; biases and batch norm count, and stay.</source>
        <translation>적용 후 신경망에서 0이 아닌 파라미터의 최대 개수입니다. 편향과 배치 정규화도 세며, 이들은 제거하지 않습니다.</translation>
    </message>
    <message>
        <source>Bytes left</source>
        <translation>남길 바이트</translation>
    </message>
    <message>
        <source>The network takes at most this many bytes as an .espz file, every layer in the format that is smallest for it.</source>
        <translation>각 층을 가장 작은 형식으로 저장한 .espz 파일의 최대 바이트 수입니다.</translation>
    </message>
    <message>
        <source>Compare weights</source>
        <translation>가중치 비교 범위</translation>
    </message>
    <message>
        <source>In each layer by itself every layer loses the same share; over the whole network large layers of small weights lose more. The gates of a recurrent layer differ in magnitude as layers do.</source>
        <translation>층별로 비교하면 모든 층이 같은 비율을 잃고, 전체 신경망에서 비교하면 작은 가중치가 많은 큰 층이 더 많이 잃습니다. 순환층의 게이트들은 층들처럼 크기가 서로 다릅니다.</translation>
    </message>
    <message>
        <source>In each layer</source>
        <translation>층별</translation>
    </message>
    <message>
        <source>every layer gets the same sparsity</source>
        <translation>모든 층에 같은 희소성</translation>
    </message>
    <message>
        <source>one threshold for all layers</source>
        <translation>모든 층에 하나의 문턱값</translation>
    </message>
    <message>
        <source>Most in one layer</source>
        <translation>층당 최대</translation>
    </message>
    <message>
        <source>No layer loses more than this share of its weights, unless the sparsity asked for is higher still.</source>
        <translation>어떤 층도 가중치를 이 비율보다 많이 잃지 않습니다. 단, 요청한 희소성이 이보다 높으면 예외입니다.</translation>
    </message>
    <message>
        <source>Quantise uniformly</source>
        <translation>균일 양자화</translation>
    </message>
    <message>
        <source>Stores weights, and activations where asked, in 2 to 16 bits of even steps.</source>
        <translation>가중치와, 지정한 경우 활성값을 간격이 균일한 2~16비트로 저장합니다.</translation>
    </message>
    <message>
        <source>Bits of weights</source>
        <translation>가중치 비트 수</translation>
    </message>
    <message>
        <source>2 to 16; 0 leaves weights as they are.</source>
        <translation>2~16. 0이면 가중치를 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Bits of activations</source>
        <translation>활성값 비트 수</translation>
    </message>
    <message>
        <source>2 to 16; 0 leaves activations float, and then no data is needed.</source>
        <translation>2~16. 0이면 활성값을 부동소수점으로 두며, 이 경우 데이터가 필요하지 않습니다.</translation>
    </message>
    <message>
        <source>Ranges of weights</source>
        <translation>가중치 범위 단위</translation>
    </message>
    <message>
        <source>For each output channel</source>
        <translation>출력 채널별</translation>
    </message>
    <message>
        <source>For each gate</source>
        <translation>게이트별</translation>
    </message>
    <message>
        <source>of a recurrent layer, and for the whole weight of others</source>
        <translation>순환층의 게이트마다, 다른 층은 가중치 전체</translation>
    </message>
    <message>
        <source>For the whole weight</source>
        <translation>가중치 전체</translation>
    </message>
    <message>
        <source>Levels of weights</source>
        <translation>가중치 레벨</translation>
    </message>
    <message>
        <source>Where the levels lie around zero.</source>
        <translation>0을 기준으로 레벨을 배치하는 방식입니다.</translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>around zero, one level less: zero is in the middle</source>
        <translation>0을 중심으로 하며 레벨이 하나 적음: 0이 정중앙</translation>
    </message>
    <message>
        <source>Asymmetric</source>
        <translation>비대칭</translation>
    </message>
    <message>
        <source>from the least to the greatest value, unsigned</source>
        <translation>최솟값부터 최댓값까지, 부호 없음</translation>
    </message>
    <message>
        <source>Range of weights</source>
        <translation>가중치 범위</translation>
    </message>
    <message>
        <source>How the range is found that the levels cover.</source>
        <translation>레벨이 나타낼 범위를 정하는 방법입니다.</translation>
    </message>
    <message>
        <source>All values</source>
        <translation>모든 값</translation>
    </message>
    <message>
        <source>from the least to the greatest</source>
        <translation>최솟값부터 최댓값까지</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>백분위수</translation>
    </message>
    <message>
        <source>all but a share at the ends</source>
        <translation>양 끝의 일부를 제외한 전체</translation>
    </message>
    <message>
        <source>Least squared error</source>
        <translation>최소 제곱 오차</translation>
    </message>
    <message>
        <source>searched for each range</source>
        <translation>범위마다 탐색</translation>
    </message>
    <message>
        <source>Least divergence</source>
        <translation>최소 발산</translation>
    </message>
    <message>
        <source>Kullback-Leibler, as in TensorRT</source>
        <translation>쿨백-라이블러, TensorRT 방식</translation>
    </message>
    <message>
        <source>Levels of activations</source>
        <translation>활성값 레벨</translation>
    </message>
    <message>
        <source>Range of activations</source>
        <translation>활성값 범위</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Pictures of the training split that ranges of activations are measured on.</source>
        <translation>활성값 범위를 측정할 학습 분할의 그림 수입니다.</translation>
    </message>
    <message>
        <source>Share of the values inside the range, where it is found by percentile.</source>
        <translation>백분위수로 범위를 정할 때 범위 안에 들어가는 값의 비율입니다.</translation>
    </message>
    <message>
        <source>Leave the ends float</source>
        <translation>처음과 끝은 부동소수점 유지</translation>
    </message>
    <message>
        <source>The first and the last layer that multiply are left out: they are the most sensitive ones.</source>
        <translation>곱셈을 하는 첫 층과 마지막 층은 가장 민감하므로 제외합니다.</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>최적화기</translation>
    </message>
    <message>
        <source>The rule by which weights follow their gradient.</source>
        <translation>가중치가 기울기를 따라가는 규칙입니다.</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>gradient descent with momentum</source>
        <translation>모멘텀이 있는 경사 하강</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>네스테로프</translation>
    </message>
    <message>
        <source>SGD that looks ahead along its momentum</source>
        <translation>모멘텀을 따라 앞을 내다보는 SGD</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>steps scaled by each weight&apos;s own gradients</source>
        <translation>가중치마다 자기 기울기로 크기를 맞춘 걸음</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Adam with the weight decay apart from the gradient</source>
        <translation>가중치 감쇠를 기울기와 떼어 놓은 Adam</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>steps divided by the root of the mean square</source>
        <translation>제곱 평균의 제곱근으로 나눈 걸음</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>베타 1</translation>
    </message>
    <message>
        <source>How much of the mean gradient is kept a step.</source>
        <translation>한 걸음마다 남기는 기울기 평균의 비율입니다.</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>베타 2</translation>
    </message>
    <message>
        <source>How much of the mean squared gradient is kept a step.</source>
        <translation>한 걸음마다 남기는 기울기 제곱 평균의 비율입니다.</translation>
    </message>
    <message>
        <source>Decay of squares</source>
        <translation>제곱 평균의 감쇠</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>엡실론</translation>
    </message>
    <message>
        <source>Added to the root of the mean square, so that nothing is divided by zero.</source>
        <translation>0으로 나누지 않도록 제곱 평균의 제곱근에 더하는 값입니다.</translation>
    </message>
    <message>
        <source>One cycle</source>
        <translation>한 주기</translation>
    </message>
    <message>
        <source>up to the highest, then down to almost nothing</source>
        <translation>가장 높은 값까지 올랐다가 거의 0까지 내려갑니다</translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation>정체 시 감소</translation>
    </message>
    <message>
        <source>cut whenever the loss stops falling</source>
        <translation>손실이 더 줄지 않을 때마다 낮춥니다</translation>
    </message>
    <message>
        <source>Rise</source>
        <translation>상승 구간</translation>
    </message>
    <message>
        <source>Share of the steps on the way up.</source>
        <translation>올라가는 구간이 차지하는 걸음의 비율입니다.</translation>
    </message>
    <message>
        <source>Patience of the schedule</source>
        <translation>스케줄의 인내</translation>
    </message>
    <message>
        <source>Epochs without a lower loss before the learning rate is cut.</source>
        <translation>손실이 줄지 않아도 학습률을 낮추지 않고 기다리는 에포크 수입니다.</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>감소 배율</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by.</source>
        <translation>학습률에 곱하는 값입니다.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>레이블 스무딩</translation>
    </message>
    <message>
        <source>Share of each label that is spread evenly over all classes.</source>
        <translation>모든 클래스에 고르게 나누어 주는 레이블의 몫입니다.</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>믹스업</translation>
    </message>
    <message>
        <source>Blends each picture with another of its batch; the share is drawn from Beta(mixup, mixup), and 0 blends none.</source>
        <translation>그림을 같은 배치의 다른 그림과 섞습니다. 비율은 Beta(mixup, mixup)에서 뽑고, 0이면 섞지 않습니다.</translation>
    </message>
    <message>
        <source>Clip gradients</source>
        <translation>기울기 자르기</translation>
    </message>
    <message>
        <source>The longest gradient, over all weights together; 0 leaves it as long as it is.</source>
        <translation>모든 가중치를 합친 기울기의 최대 길이입니다. 0이면 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Average weights</source>
        <translation>가중치 평균</translation>
    </message>
    <message>
        <source>Take an average of the weights along the way instead of the last ones.</source>
        <translation>마지막 가중치 대신 학습 중의 가중치 평균을 씁니다.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>the last weights</source>
        <translation>마지막 가중치</translation>
    </message>
    <message>
        <source>Moving average</source>
        <translation>이동 평균</translation>
    </message>
    <message>
        <source>exponential, over the steps</source>
        <translation>걸음마다 지수 이동 평균</translation>
    </message>
    <message>
        <source>Late average</source>
        <translation>후반 평균</translation>
    </message>
    <message>
        <source>of the ends of the last epochs; batch norm is measured anew</source>
        <translation>마지막 에포크들의 끝을 평균하고 배치 정규화를 다시 잽니다</translation>
    </message>
    <message>
        <source>Decay of the average</source>
        <translation>평균의 감쇠</translation>
    </message>
    <message>
        <source>How much of the average is kept a step.</source>
        <translation>한 걸음마다 남기는 평균의 비율입니다.</translation>
    </message>
    <message>
        <source>Start of the average</source>
        <translation>평균의 시작</translation>
    </message>
    <message>
        <source>Share of the steps after which it begins.</source>
        <translation>이 비율의 걸음이 지난 뒤에 시작합니다.</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>떼어 둔 몫</translation>
    </message>
    <message>
        <source>Share of the training pictures that is not learnt but measured after every epoch.</source>
        <translation>학습하지 않고 에포크마다 재는 데 쓰는 학습 그림의 비율입니다.</translation>
    </message>
    <message>
        <source>Keep the best</source>
        <translation>가장 좋은 것 보관</translation>
    </message>
    <message>
        <source>Return the network of the epoch that did best on what is held out.</source>
        <translation>떼어 둔 그림에서 가장 좋았던 에포크의 신경망을 돌려줍니다.</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>인내</translation>
    </message>
    <message>
        <source>Stop after so many epochs without a better one on what is held out; 0 goes on to the end.</source>
        <translation>떼어 둔 그림에서 이만큼의 에포크 동안 나아지지 않으면 멈춥니다. 0이면 끝까지 갑니다.</translation>
    </message>
    <message>
        <source>Re-estimate batch norm</source>
        <translation>배치 정규화 다시 재기</translation>
    </message>
    <message>
        <source>Measures the statistics of batch normalisations anew after weights changed.</source>
        <translation>가중치가 바뀐 뒤 배치 정규화의 통계를 다시 잽니다.</translation>
    </message>
    <message>
        <source>Training pictures that are looked at.</source>
        <translation>살펴보는 학습 그림의 수입니다.</translation>
    </message>
    <message>
        <source>Pictures that are normalised together, as in training.</source>
        <translation>학습할 때처럼 함께 정규화하는 그림의 수입니다.</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>교사</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Scores are divided by it before teacher and student are compared; above 1, unlikely classes count more.</source>
        <translation>교사와 학생을 비교하기 전에 점수를 나누는 값입니다. 1보다 크면 가능성이 낮은 클래스가 더 중요해집니다.</translation>
    </message>
    <message>
        <source>Share of the labels</source>
        <translation>레이블의 몫</translation>
    </message>
    <message>
        <source>What the labels count; the rest is the teacher&apos;s.</source>
        <translation>레이블이 차지하는 몫이며 나머지는 교사의 몫입니다.</translation>
    </message>
    <message>
        <source>Times temperature squared</source>
        <translation>온도 제곱 곱하기</translation>
    </message>
    <message>
        <source>Multiply the teacher&apos;s part by the square of the temperature, so that its gradient does not fade.</source>
        <translation>교사의 항에 온도의 제곱을 곱해 그 기울기가 사라지지 않게 합니다.</translation>
    </message>
    <message>
        <source>Hints</source>
        <translation>힌트</translation>
    </message>
    <message>
        <source>What is compared inside of the networks, beside scores.</source>
        <translation>점수 말고 신경망 안에서 비교하는 것입니다.</translation>
    </message>
    <message>
        <source>scores alone</source>
        <translation>점수만</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>특징</translation>
    </message>
    <message>
        <source>outputs of layers, through a regressor where channels differ</source>
        <translation>층의 출력. 채널 수가 다르면 회귀층을 거칩니다</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>주의</translation>
    </message>
    <message>
        <source>where in the picture layers are active</source>
        <translation>층이 그림의 어디에서 활성화되는지</translation>
    </message>
    <message>
        <source>Relations</source>
        <translation>관계</translation>
    </message>
    <message>
        <source>how far the pictures of a batch are apart</source>
        <translation>배치의 그림들이 서로 얼마나 떨어져 있는지</translation>
    </message>
    <message>
        <source>Weight of the hints</source>
        <translation>힌트의 가중치</translation>
    </message>
    <message>
        <source>What they count beside labels and scores.</source>
        <translation>레이블과 점수 옆에서 힌트가 차지하는 무게입니다.</translation>
    </message>
    <message>
        <source>Layers of the hints</source>
        <translation>힌트의 층</translation>
    </message>
    <message>
        <source>Layers joined by +, student=teacher where names differ; empty takes all that both have but the last.</source>
        <translation>+로 이은 층 이름이며, 이름이 다르면 학생=교사로 씁니다. 비워 두면 마지막을 뺀 공통된 층을 모두 씁니다.</translation>
    </message>
    <message>
        <source>Reconstruct layers</source>
        <translation>층 복원</translation>
    </message>
    <message>
        <source>Lets each layer learn to give what the original layer gave, without labels.</source>
        <translation>레이블 없이 각 층이 원본 층의 출력을 내도록 배우게 합니다.</translation>
    </message>
    <message>
        <source>Passes over the pictures, for each layer.</source>
        <translation>층마다 그림을 훑는 횟수입니다.</translation>
    </message>
    <message>
        <source>The highest of a cosine; the optimiser is Adam.</source>
        <translation>코사인의 최고값이며 최적화기는 Adam입니다.</translation>
    </message>
    <message>
        <source>Weight numbers</source>
        <translation>가중치의 수</translation>
    </message>
    <message>
        <source>How weights are kept to few numbers while training: float, bits (8, or 8s with stochastic rounding), top0.1 and above0.001 joined by +.</source>
        <translation>학습하는 동안 가중치를 적은 수로 제한하는 방법: float, 비트(8, 확률적 반올림은 8s), top0.1, above0.001을 +로 잇습니다.</translation>
    </message>
    <message>
        <source>Activation numbers</source>
        <translation>활성값의 수</translation>
    </message>
    <message>
        <source>The same of what enters layers.</source>
        <translation>층에 들어가는 값에 대해서도 같습니다.</translation>
    </message>
    <message>
        <source>Error numbers</source>
        <translation>오차의 수</translation>
    </message>
    <message>
        <source>The same of the gradients of layers&apos; outputs.</source>
        <translation>층 출력의 기울기에 대해서도 같습니다.</translation>
    </message>
    <message>
        <source>Gradient numbers</source>
        <translation>기울기의 수</translation>
    </message>
    <message>
        <source>The same of the gradients of weights.</source>
        <translation>가중치의 기울기에 대해서도 같습니다.</translation>
    </message>
    <message>
        <source>Update numbers</source>
        <translation>갱신의 수</translation>
    </message>
    <message>
        <source>Batch-norm numbers</source>
        <translation>배치 정규화의 수</translation>
    </message>
    <message>
        <source>The same of the mean and variance of a batch.</source>
        <translation>배치의 평균과 분산에 대해서도 같습니다.</translation>
    </message>
    <message>
        <source>L1 batch norm</source>
        <translation>L1 배치 정규화</translation>
    </message>
    <message>
        <source>Normalise by the mean absolute deviation while training: no squares, no roots.</source>
        <translation>학습하는 동안 평균 절대 편차로 정규화합니다: 제곱도 제곱근도 없습니다.</translation>
    </message>
    <message>
        <source>The same of what is added to weights, on the grid of the weights.</source>
        <translation>가중치에 더해지는 값에 대해서도 같으며, 가중치의 격자를 씁니다.</translation>
    </message>
    <message>
        <source>decomposition</source>
        <translation>텐서 분해</translation>
    </message>
    <message>
        <source>utility</source>
        <translation>도구</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>sparsification</source>
        <translation>희소화</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>바이트</translation>
    </message>
    <message>
        <source>quantisation</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>distillation</source>
        <translation>지식 증류</translation>
    </message>
    <message>
        <source>Learn from this network, too: original, variant:NAME, a file (.onnx, .espz) or a bundled one; empty learns from the labels alone.</source>
        <translation>이 신경망에서도 배웁니다: original, variant:이름, 파일(.onnx, .espz) 또는 함께 제공되는 신경망. 비우면 레이블만으로 배웁니다.</translation>
    </message>
    <message>
        <source>Correct biases</source>
        <translation>편향 보정</translation>
    </message>
    <message>
        <source>Shifts biases so that outputs have the mean they had before quantisation.</source>
        <translation>출력의 평균이 양자화 이전과 같아지도록 편향을 옮깁니다.</translation>
    </message>
    <message>
        <source>Pictures of the training split that means are taken over.</source>
        <translation>평균을 구할 학습용 사진의 수입니다.</translation>
    </message>
    <message>
        <source>Equalise layers</source>
        <translation>층 균등화</translation>
    </message>
    <message>
        <source>Scales the channels between layers so that all of them have the same range.</source>
        <translation>층 사이의 채널 크기를 조정하여 모두 같은 범위를 갖게 합니다.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>Passes over all pairs of layers.</source>
        <translation>모든 층 쌍을 훑는 횟수입니다.</translation>
    </message>
    <message>
        <source>Bounded activations</source>
        <translation>상한이 있는 활성화</translation>
    </message>
    <message>
        <source>A ReLU that ends at 6 cannot be scaled channel by channel.</source>
        <translation>6에서 끝나는 ReLU는 채널별로 크기를 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>Leave them alone</source>
        <translation>그대로 두기</translation>
    </message>
    <message>
        <source>pairs around them are not equalised</source>
        <translation>그 주위의 쌍은 균등화하지 않음</translation>
    </message>
    <message>
        <source>Make them ReLU</source>
        <translation>ReLU로 바꾸기</translation>
    </message>
    <message>
        <source>the network computes something else where values are beyond the bound</source>
        <translation>값이 상한을 넘는 곳에서 신경망의 계산이 달라짐</translation>
    </message>
    <message>
        <source>Learn the rounding (AdaRound)</source>
        <translation>반올림 학습 (AdaRound)</translation>
    </message>
    <message>
        <source>Learns for each weight whether to round up or down, layer by layer.</source>
        <translation>층마다 각 가중치를 올릴지 내릴지를 학습합니다.</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>Of a weight, 2 to 8.</source>
        <translation>가중치 하나의 비트 수, 2~8입니다.</translation>
    </message>
    <message>
        <source>Scales of weights</source>
        <translation>가중치의 배율</translation>
    </message>
    <message>
        <source>One scale for each output channel fits better; one for the whole weight stores fewer numbers.</source>
        <translation>출력 채널마다 배율을 두면 더 잘 맞고, 가중치 전체에 하나를 두면 저장할 수가 적습니다.</translation>
    </message>
    <message>
        <source>Pictures of the training split that layers are looked at with.</source>
        <translation>층을 살펴볼 학습용 사진의 수입니다.</translation>
    </message>
    <message>
        <source>Shift each bias so that the mean of every output stays what it was.</source>
        <translation>모든 출력의 평균이 그대로이도록 각 편향을 옮깁니다.</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>반복 횟수</translation>
    </message>
    <message>
        <source>Steps of Adam for each layer; the paper takes 10,000.</source>
        <translation>층마다 Adam의 단계 수입니다. 논문은 10,000을 씁니다.</translation>
    </message>
    <message>
        <source>Weight of deciding</source>
        <translation>결정의 가중치</translation>
    </message>
    <message>
        <source>Binary weights</source>
        <translation>이진 가중치</translation>
    </message>
    <message>
        <source>Keeps the sign of each weight and one factor for each channel.</source>
        <translation>각 가중치의 부호와 채널마다 하나의 계수만 남깁니다.</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>계수</translation>
    </message>
    <message>
        <source>What the signs are multiplied by.</source>
        <translation>부호에 곱하는 값입니다.</translation>
    </message>
    <message>
        <source>Mean size</source>
        <translation>평균 크기</translation>
    </message>
    <message>
        <source>the one of least squared error (XNOR-Net)</source>
        <translation>제곱 오차가 가장 작은 값 (XNOR-Net)</translation>
    </message>
    <message>
        <source>One</source>
        <translation>1</translation>
    </message>
    <message>
        <source>signs alone (BinaryConnect)</source>
        <translation>부호만 (BinaryConnect)</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>반올림</translation>
    </message>
    <message>
        <source>Whether weights go to the nearest level or are drawn.</source>
        <translation>가중치를 가장 가까운 값으로 보낼지, 확률로 뽑을지입니다.</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>가장 가까운 값</translation>
    </message>
    <message>
        <source>the least error for each weight</source>
        <translation>가중치마다 가장 작은 오차</translation>
    </message>
    <message>
        <source>Stochastic</source>
        <translation>확률적</translation>
    </message>
    <message>
        <source>one of the two levels around, right on average; the float weights are gone</source>
        <translation>양옆의 두 값 중 하나, 평균은 맞음; 실수 가중치는 사라짐</translation>
    </message>
    <message>
        <source>Share weights</source>
        <translation>가중치 공유</translation>
    </message>
    <message>
        <source>Gives each layer a codebook of a few values and stores which one a weight has.</source>
        <translation>층마다 몇 개의 값으로 된 코드북을 두고 가중치가 어느 값인지를 저장합니다.</translation>
    </message>
    <message>
        <source>Of the index of a weight: 1 to 8, for 2 to 256 values.</source>
        <translation>가중치 색인의 비트 수: 1~8, 값 2~256개입니다.</translation>
    </message>
    <message>
        <source>Values of the codebook</source>
        <translation>코드북의 값</translation>
    </message>
    <message>
        <source>How they are found.</source>
        <translation>값을 찾는 방법입니다.</translation>
    </message>
    <message>
        <source>the exact optimum, by dynamic programming</source>
        <translation>동적 계획법에 의한 정확한 최적값</translation>
    </message>
    <message>
        <source>Lloyd</source>
        <translation>로이드</translation>
    </message>
    <message>
        <source>k-means by turns, as published</source>
        <translation>발표된 대로의 k-평균 반복</translation>
    </message>
    <message>
        <source>Equal shares</source>
        <translation>같은 몫</translation>
    </message>
    <message>
        <source>the same number of weights for each value</source>
        <translation>값마다 같은 수의 가중치</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작점</translation>
    </message>
    <message>
        <source>Where Lloyd&apos;s turns begin.</source>
        <translation>로이드 반복이 시작하는 곳입니다.</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>evenly from the least to the greatest weight</source>
        <translation>가장 작은 가중치에서 가장 큰 가중치까지 고르게</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>밀도</translation>
    </message>
    <message>
        <source>evenly along the distribution function</source>
        <translation>분포 함수를 따라 고르게</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>weights drawn by chance</source>
        <translation>무작위로 뽑은 가중치</translation>
    </message>
    <message>
        <source>Round with compensation (GPTQ)</source>
        <translation>보상하는 반올림 (GPTQ)</translation>
    </message>
    <message>
        <source>Rounds weights so that each makes up for the errors of those before it.</source>
        <translation>각 가중치가 앞선 것들의 오차를 만회하도록 반올림합니다.</translation>
    </message>
    <message>
        <source>Damping</source>
        <translation>감쇠</translation>
    </message>
    <message>
        <source>Added to the diagonal of H, as a share of its mean: steadies what few pictures leave open.</source>
        <translation>H의 대각에 평균의 비율로 더합니다. 사진이 적어 정해지지 않은 것을 안정시킵니다.</translation>
    </message>
    <message>
        <source>Largest inputs first</source>
        <translation>큰 입력부터</translation>
    </message>
    <message>
        <source>Round the columns with the largest inputs first, while there are many others left to make up for them.</source>
        <translation>만회할 열이 많이 남아 있을 때 입력이 가장 큰 열부터 반올림합니다.</translation>
    </message>
    <message>
        <source>Sweeps</source>
        <translation>훑기</translation>
    </message>
    <message>
        <source>Passes over all weights afterwards, in which each moves where that shrinks the error.</source>
        <translation>그 뒤 모든 가중치를 훑는 횟수이며, 오차가 줄어드는 쪽으로 각각 옮깁니다.</translation>
    </message>
    <message>
        <source>Small floats</source>
        <translation>작은 실수</translation>
    </message>
    <message>
        <source>Stores weights as floating-point numbers of 16 or 8 bits.</source>
        <translation>가중치를 16비트나 8비트 부동소수점 수로 저장합니다.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>How many bits go to exponent and fraction.</source>
        <translation>지수와 가수에 쓰는 비트 수입니다.</translation>
    </message>
    <message>
        <source>Half precision</source>
        <translation>반정밀도</translation>
    </message>
    <message>
        <source>5 and 10 bits, up to 65504</source>
        <translation>5비트와 10비트, 65504까지</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>8 and 7 bits, the range of float32</source>
        <translation>8비트와 7비트, float32의 범위</translation>
    </message>
    <message>
        <source>FP8 E4M3</source>
        <translation>FP8 E4M3</translation>
    </message>
    <message>
        <source>4 and 3 bits, up to 448</source>
        <translation>4비트와 3비트, 448까지</translation>
    </message>
    <message>
        <source>FP8 E5M2</source>
        <translation>FP8 E5M2</translation>
    </message>
    <message>
        <source>5 and 2 bits, up to 57344</source>
        <translation>5비트와 2비트, 57344까지</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>배율 조정</translation>
    </message>
    <message>
        <source>Brings the largest weight to the top of the format&apos;s range, by a power of two.</source>
        <translation>2의 거듭제곱으로 가장 큰 가중치를 형식의 범위 끝에 맞춥니다.</translation>
    </message>
    <message>
        <source>weights as they are</source>
        <translation>가중치 그대로</translation>
    </message>
    <message>
        <source>Mixed precision</source>
        <translation>혼합 정밀도</translation>
    </message>
    <message>
        <source>Gives each layer as many bits as it needs, within an average.</source>
        <translation>평균 안에서 층마다 필요한 만큼의 비트를 줍니다.</translation>
    </message>
    <message>
        <source>Bits on average</source>
        <translation>평균 비트</translation>
    </message>
    <message>
        <source>Of a weight, over all layers that are quantised.</source>
        <translation>양자화하는 모든 층에 걸친 가중치 하나의 비트 수입니다.</translation>
    </message>
    <message>
        <source>Pictures of the training split that sensitivities are measured on.</source>
        <translation>민감도를 측정할 학습용 사진의 수입니다.</translation>
    </message>
    <message>
        <source>How weights go to the levels of their bits.</source>
        <translation>가중치를 해당 비트의 값으로 보내는 방법입니다.</translation>
    </message>
    <message>
        <source>Compensated</source>
        <translation>보상</translation>
    </message>
    <message>
        <source>as `quantise.gptq` does</source>
        <translation>`quantise.gptq`처럼</translation>
    </message>
    <message>
        <source>Multi-bit weights</source>
        <translation>다중 비트 가중치</translation>
    </message>
    <message>
        <source>Writes weights as sums of signs with a factor for each bit.</source>
        <translation>가중치를 비트마다 계수를 가진 부호의 합으로 씁니다.</translation>
    </message>
    <message>
        <source>Signs in the sum, 1 to 8.</source>
        <translation>합에 들어가는 부호의 수, 1~8입니다.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>How the factors are found.</source>
        <translation>계수를 찾는 방법입니다.</translation>
    </message>
    <message>
        <source>Greedy</source>
        <translation>탐욕적</translation>
    </message>
    <message>
        <source>one bit after the other</source>
        <translation>비트를 하나씩</translation>
    </message>
    <message>
        <source>Refined</source>
        <translation>다듬기</translation>
    </message>
    <message>
        <source>all factors anew by least squares after each bit</source>
        <translation>비트마다 모든 계수를 최소 제곱으로 다시</translation>
    </message>
    <message>
        <source>Alternating</source>
        <translation>번갈아</translation>
    </message>
    <message>
        <source>codes and factors in turns</source>
        <translation>부호와 계수를 번갈아</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>차례</translation>
    </message>
    <message>
        <source>Of codes and factors; 0 goes on until the error stops to shrink. The paper takes 2.</source>
        <translation>부호와 계수의 차례 수입니다. 0이면 오차가 더 줄지 않을 때까지 계속합니다. 논문은 2를 씁니다.</translation>
    </message>
    <message>
        <source>Further starts</source>
        <translation>다른 시작점</translation>
    </message>
    <message>
        <source>Other factors to begin with; the best end is kept.</source>
        <translation>다른 계수에서도 시작하여 가장 좋은 결과를 남깁니다.</translation>
    </message>
    <message>
        <source>Quantise to powers of two</source>
        <translation>2의 거듭제곱으로 양자화</translation>
    </message>
    <message>
        <source>Rounds weights to powers of two, or to sums of them, which are shifts.</source>
        <translation>가중치를 시프트로 계산되는 2의 거듭제곱이나 그 합으로 반올림합니다.</translation>
    </message>
    <message>
        <source>With the sign, 2 to 8.</source>
        <translation>부호를 포함하여 2~8입니다.</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>값</translation>
    </message>
    <message>
        <source>One power of two, or a sum of several.</source>
        <translation>2의 거듭제곱 하나, 또는 여러 개의 합입니다.</translation>
    </message>
    <message>
        <source>Powers of two</source>
        <translation>2의 거듭제곱</translation>
    </message>
    <message>
        <source>one shift for a product</source>
        <translation>곱셈 하나에 시프트 하나</translation>
    </message>
    <message>
        <source>Sums of them</source>
        <translation>그 합</translation>
    </message>
    <message>
        <source>a shift for each two bits, and levels that are less crowded at zero</source>
        <translation>두 비트마다 시프트 하나, 0 근처에 덜 몰린 값</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>What the levels are multiplied by.</source>
        <translation>값에 곱하는 수입니다.</translation>
    </message>
    <message>
        <source>A power of two</source>
        <translation>2의 거듭제곱</translation>
    </message>
    <message>
        <source>so that it is a shift too</source>
        <translation>이것도 시프트가 되도록</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>임의의 수</translation>
    </message>
    <message>
        <source>the one of least squared error</source>
        <translation>제곱 오차가 가장 작은 수</translation>
    </message>
    <message>
        <source>Ternary weights</source>
        <translation>삼진 가중치</translation>
    </message>
    <message>
        <source>Rounds each weight to -a, 0 or a, with the a that fits best.</source>
        <translation>각 가중치를 가장 잘 맞는 a로 -a, 0, a 중 하나로 반올림합니다.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>문턱값</translation>
    </message>
    <message>
        <source>Below which size a weight becomes zero.</source>
        <translation>이 크기보다 작은 가중치는 0이 됩니다.</translation>
    </message>
    <message>
        <source>the exact optimum</source>
        <translation>정확한 최적값</translation>
    </message>
    <message>
        <source>Share of the mean</source>
        <translation>평균의 비율</translation>
    </message>
    <message>
        <source>as ternary weight networks do</source>
        <translation>삼진 가중치 신경망(TWN)처럼</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>a half, and levels -1 and 1</source>
        <translation>0.5, 값은 -1과 1</translation>
    </message>
    <message>
        <source>The threshold over the mean size of the weights; 0.7 in the first version of the paper.</source>
        <translation>가중치 평균 크기에 대한 문턱값의 비입니다. 논문 첫 판에서는 0.7입니다.</translation>
    </message>
    <message>
        <source>Of a normal distribution</source>
        <translation>정규 분포</translation>
    </message>
    <message>
        <source>analytic, from the variance alone</source>
        <translation>분산만으로 해석적으로</translation>
    </message>
    <message>
        <source>Of a Laplace distribution</source>
        <translation>라플라스 분포</translation>
    </message>
    <message>
        <source>analytic, from the mean size alone</source>
        <translation>평균 크기만으로 해석적으로</translation>
    </message>
    <message>
        <source>of the least and greatest of each batch</source>
        <translation>배치마다 최솟값과 최댓값의</translation>
    </message>
    <message>
        <source>The best of these</source>
        <translation>이 중 가장 좋은 것</translation>
    </message>
    <message>
        <source>by squared error, tensor for tensor</source>
        <translation>텐서마다 제곱 오차로</translation>
    </message>
    <message>
        <source>Learn levels too</source>
        <translation>값도 학습</translation>
    </message>
    <message>
        <source>Make up for earlier layers</source>
        <translation>앞 층의 오차 만회</translation>
    </message>
    <message>
        <source>Aim at the outputs that layers have on the inputs of the float network, not on those that rounding spoilt.</source>
        <translation>반올림으로 흐트러진 입력이 아니라 실수 신경망의 입력에서 층이 내는 출력을 목표로 합니다.</translation>
    </message>
    <message>
        <source>Step size of Adam.</source>
        <translation>Adam의 학습률입니다.</translation>
    </message>
    <message>
        <source>How strongly roundings are driven to up or down, over the curvature of the error.</source>
        <translation>반올림을 올림이나 내림으로 얼마나 강하게 몰아가는지를 오차의 곡률에 대한 비로 나타냅니다.</translation>
    </message>
    <message>
        <source>Freeze batch norm late</source>
        <translation>배치 정규화를 나중에 고정</translation>
    </message>
    <message>
        <source>Share of the steps after which running statistics stay as they are; 1 never.</source>
        <translation>이 비율의 걸음이 지나면 이동 통계를 그대로 둡니다. 1이면 고정하지 않습니다.</translation>
    </message>
    <message>
        <source>Steps, factors and codebooks of quantised weights, and steps of quantised activations, follow their gradients (LSQ).</source>
        <translation>양자화된 가중치의 간격, 계수, 코드북과 양자화된 활성값의 간격이 자신의 기울기를 따릅니다(LSQ).</translation>
    </message>
    <message>
        <source>Quantisation-aware training</source>
        <translation>양자화 인식 학습</translation>
    </message>
    <message>
        <source>Trains the network while its weights and activations are rounded to few bits.</source>
        <translation>가중치와 활성값을 적은 비트로 반올림한 채로 신경망을 학습시킵니다.</translation>
    </message>
    <message>
        <source>What is rounded, how, and which gradient passes.</source>
        <translation>무엇을 어떻게 반올림하고 어떤 기울기를 통과시키는지 정합니다.</translation>
    </message>
    <message>
        <source>Signs of weights (BinaryConnect)</source>
        <translation>가중치의 부호(BinaryConnect)</translation>
    </message>
    <message>
        <source>Random signs of weights (BinaryConnect)</source>
        <translation>확률적인 가중치의 부호(BinaryConnect)</translation>
    </message>
    <message>
        <source>Signs of weights and activations (BNN)</source>
        <translation>가중치와 활성값의 부호(BNN)</translation>
    </message>
    <message>
        <source>Bounded weights (DoReFa)</source>
        <translation>범위를 제한한 가중치(DoReFa)</translation>
    </message>
    <message>
        <source>Learned steps (LSQ)</source>
        <translation>학습하는 간격(LSQ)</translation>
    </message>
    <message>
        <source>Sums of signs</source>
        <translation>부호의 합</translation>
    </message>
    <message>
        <source>Learned clipping (PACT)</source>
        <translation>학습하는 절단(PACT)</translation>
    </message>
    <message>
        <source>Trained ternary levels (TTQ)</source>
        <translation>학습하는 삼진 값(TTQ)</translation>
    </message>
    <message>
        <source>Ternary weights (TWN)</source>
        <translation>삼진 가중치(TWN)</translation>
    </message>
    <message>
        <source>Signs with factors (XNOR-Net)</source>
        <translation>계수가 있는 부호(XNOR-Net)</translation>
    </message>
    <message>
        <source>Those between the ends.</source>
        <translation>양 끝 사이에 있는 층의 비트 수입니다.</translation>
    </message>
    <message>
        <source>Of what enters the layers; 0 leaves activations float.</source>
        <translation>층에 들어가는 값의 비트 수입니다. 0이면 활성값을 실수로 둡니다.</translation>
    </message>
    <message>
        <source>Grids of weights</source>
        <translation>가중치의 격자</translation>
    </message>
    <message>
        <source>One for each output channel fits better; one for the whole weight is smaller.</source>
        <translation>출력 채널마다 하나면 더 잘 맞고, 가중치 전체에 하나면 더 작습니다.</translation>
    </message>
    <message>
        <source>First and last layer</source>
        <translation>첫 층과 마지막 층</translation>
    </message>
    <message>
        <source>They are few and sensitive, so most papers leave them alone.</source>
        <translation>적고 민감하므로 대부분의 논문은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>As in the paper</source>
        <translation>논문대로</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>실수</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8비트</translation>
    </message>
    <message>
        <source>uniform, with steps that learn</source>
        <translation>고른 간격, 간격을 학습</translation>
    </message>
    <message>
        <source>Like the others</source>
        <translation>다른 층처럼</translation>
    </message>
    <message>
        <source>Pictures on which the grids of activations are begun.</source>
        <translation>활성값의 격자를 처음 정할 때 쓰는 사진의 수입니다.</translation>
    </message>
    <message>
        <source>One range for each output channel fits better, for each group of its inputs better still; one for the whole weight stores fewer scales.</source>
        <translation>출력 채널마다 범위를 두면 더 잘 맞고, 그 입력의 묶음마다 두면 더욱 잘 맞습니다. 가중치 전체에 하나를 두면 저장할 스케일이 적습니다.</translation>
    </message>
    <message>
        <source>For each group of inputs</source>
        <translation>입력 묶음마다</translation>
    </message>
    <message>
        <source>of each output channel; recurrent layers have one for each row</source>
        <translation>출력 채널마다의 입력 묶음. 순환 층은 행마다 하나</translation>
    </message>
    <message>
        <source>Inputs in a group</source>
        <translation>묶음의 입력 수</translation>
    </message>
    <message>
        <source>Input channels that share a range; a last group may have fewer. Layers with no more than these have one for each output channel.</source>
        <translation>범위를 함께 쓰는 입력 채널의 수입니다. 마지막 묶음은 더 적을 수 있습니다. 입력이 이보다 많지 않은 층은 출력 채널마다 하나를 둡니다.</translation>
    </message>
    <message>
        <source>Integers all the way (WAGE)</source>
        <translation>모두 정수로(WAGE)</translation>
    </message>
</context>
</TS>
